// SPDX-License-Identifier: BSD-2-Clause
#include "phrase.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"

static const struct word {
	const char *vocabulary, *key;
	struct phrase phrase;
} words[] = {
	{ "verdict", "healthy", { "healthy", "健康" } },
	{ "verdict", "attention", { "attention", "需要关注" } },
	{ "verdict", "abnormal", { "abnormal", "异常" } },
	{ "verdict", "undetermined", { "undetermined", "无法判定" } },

	{ "state", "ok", { "ok", "正常" } },
	{ "state", "attention", { "attention", "需要关注" } },
	{ "state", "abnormal", { "abnormal", "异常" } },
	{ "state", "unknown", { "unknown", "未知" } },

	{ "risk", "none", { "touches no packet", "不影响数据包" } },
	{ "risk", "brief", { "interrupts traffic for under a second", "流量中断不到一秒" } },
	{ "risk", "disruptive", { "interrupts traffic", "会中断流量" } },

	{ "probe", "ran", { "ran", "已运行" } },
	{ "probe", "partial", { "partial", "部分运行" } },
	{ "probe", "unavailable", { "unavailable", "不可用" } },
	{ "probe", "skipped", { "skipped", "已跳过" } },

	{ "absent", "not_needed", { "not needed", "不需要" } },
	{ "absent", "unavailable", { "unavailable", "不可用" } },
	{ "absent", "failed", { "failed", "失败" } },

	{ "change", "new", { "new since the baseline", "基线之后新增" } },
	{ "change", "worse", { "worse than the baseline", "比基线更差" } },
	{ "change", "same", { "as in the baseline", "与基线相同" } },
	{ "change", "better", { "better than the baseline", "比基线更好" } },
	{ "change", "inconclusive", { "not comparable with the baseline", "无法与基线比较" } },

	{ "unit", "packets", { "packets", "个数据包" } },
	{ "unit", "bytes", { "bytes", "字节" } },
	{ "unit", "slots", { "slots", "个槽位" } },
	{ "unit", "entries", { "entries", "个表项" } },
	{ "unit", "share", { "share", "占比" } },
	{ "unit", "per_s", { "per second", "每秒" } },
	{ "unit", "count", { "count", "计数" } },

	{ "where", "host", { "host", "主机" } },
	{ "where", "netns", { "namespace", "网络命名空间" } },
	{ "where", "device", { "device", "设备" } },
	{ "where", "queue", { "queue", "队列" } },
	{ "where", "cpu", { "CPU", "CPU" } },
	{ "where", "numa", { "NUMA node", "NUMA 节点" } },
	{ "where", "pid", { "process", "进程" } },
	{ "where", "thread", { "thread", "线程" } },
	{ "where", "vm", { "VM", "虚拟机" } },
	{ "where", "bridge", { "bridge", "网桥" } },
	{ "where", "port", { "port", "端口" } },
	{ "where", "protocol", { "protocol", "协议" } },
	{ "where", "family", { "family", "地址族" } },
	{ "where", "tuple", { "tuple", "五元组" } },
	{ "where", "table", { "table", "表" } },
	{ "where", "chain", { "chain", "链" } },
	{ "where", "rule", { "rule", "规则" } },
	{ "where", "reason", { "reason", "原因" } },
	{ "where", "location", { "location", "位置" } },

	{ "hop", "guest", { "guest", "虚拟机" } },
	{ "hop", "vhost", { "vhost", "vhost" } },
	{ "hop", "tap", { "tap", "tap" } },
	{ "hop", "bridge", { "bridge", "网桥" } },
	{ "hop", "ovs", { "OVS", "OVS" } },
	{ "hop", "qdisc", { "qdisc", "排队规则" } },
	{ "hop", "nic", { "NIC", "网卡" } },
	{ "hop", "device", { "device", "设备" } },
	{ "hop", "stack", { "host stack", "主机协议栈" } },
	{ "hop", "socket", { "socket", "套接字" } },
	{ "hop", "wire", { "outside", "主机之外" } },

	{ "section", "3.1", { "High latency", "网络延迟高" } },
	{ "section", "3.2", { "Packet loss", "网络丢包" } },
	{ "section", "3.3", { "Virtualisation", "虚拟化性能" } },
};

struct phrase phrase_word(const char *vocabulary, const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(words[i].vocabulary, vocabulary) && !strcmp(words[i].key, key))
			return words[i].phrase;
	return PHRASE(key, key);
}

const char *phrase_name(const cJSON *object, const char *key)
{
	const char *text = json_text(object, key);

	return text ? text : "";
}

struct phrase phrase_of(const cJSON *object, const char *key)
{
	const char *english = phrase_name(object, key), *chinese;
	char twin[64];

	snprintf(twin, sizeof(twin), "%s_zh", key);
	chinese = json_text(object, twin);
	return PHRASE(english, chinese && *chinese ? chinese : english);
}

bool phrase_same_reason(const cJSON *a, const cJSON *b)
{
	return !strcmp(phrase_name(a, "because"), phrase_name(b, "because"));
}

bool phrase_probe_missed(const cJSON *probe)
{
	const char *state = phrase_name(probe, "state");

	return !strcmp(state, "partial") || !strcmp(state, "unavailable") ||
	       json_count(probe, "lost", 0);
}
