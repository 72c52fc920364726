# SPDX-License-Identifier: BSD-2-Clause
"""A report as large and as hostile as may come: 50 causes, 10,000 rows of evidence, names that try."""
import copy

HOSTILE = [
    "<script>window.pwned=1</script>",
    "\"'><img src=x onerror=window.pwned=2>",
    "</script><svg onload=window.pwned=3>",
    "vm\u202egnp.exe\u2066\u200b",
    "\U0001f525eth\U0001f680 网卡",
    "n" * 200,
    "&lt;b&gt;{{script}}",
    "--><!--",
]


def name(i):
    return HOSTILE[i % len(HOSTILE)]


def series_fact(rows):
    return {
        "probe": "links", "window": {"start_ms": 0, "end_ms": 10000}, "lost": 0, "cut": 0,
        "columns": [{"name": "t_ms", "unit": "ms", "key": True}, {"name": "netns", "key": True},
                    {"name": "device", "key": True}, {"name": "rx_packets", "unit": "packets"},
                    {"name": "tx_packets", "unit": "packets"}],
        "rows": [[100 * (i // 40 + 1), "self", f"dev{i % 40}{name(i % 40)}", i * 7 % 1000, i]
                 for i in range(rows)],
    }


def wide_fact(rows):
    return {
        "probe": "links", "window": {"start_ms": 0, "end_ms": 10000}, "lost": 0, "cut": 0,
        "columns": [{"name": "netns", "key": True}, {"name": "device", "key": True},
                    {"name": "queue", "key": True, "unit": "count"}, {"name": "rx_packets", "unit": "packets"},
                    {"name": "tx_packets", "unit": "packets"}, {"name": "rx_bytes", "unit": "bytes"},
                    {"name": "kind"}, {"name": "master"}],
        "rows": [["self", f"tap{i // 8}" if i % 9 else name(i), i % 8, 123456 * i, 1000 + i, 99 * i, "tun", "br0"]
                 for i in range(rows)],
    }


def worst(report):
    report = copy.deepcopy(report)
    pattern = report["causes"][0]
    report["causes"] = []
    for i in range(50):
        cause = copy.deepcopy(pattern)
        cause["rank"] = i + 1
        cause["where"] = {"device": f"tap{i}", "queue": i % 8, "vm": name(i), "thread": name(i + 1),
                          "chain": name(i + 2)}
        cause["because"] = f"{name(i)} lost {i} packets."
        cause["because_zh"] = f"{name(i)} 丢失 {i} 个数据包。"
        cause["evidence"] = [{"fact": "links.counters", "value": 1000 + n, "unit": "packets",
                              "label": name(n), "label_zh": name(n)} for n in range(20)]
        report["causes"].append(cause)
    facts = report["evidence"]["facts"]
    facts["links.series"] = series_fact(4000)
    facts["links.counters"] = wide_fact(6000)
    for i, path in enumerate(report["paths"]):
        path["name"] = name(i)
    for i, hop in enumerate(report["paths"][0]["hops"]):
        hop["device"] = name(i)
    for i, stack in enumerate(report["stacks"]):
        stack["frames"] = [name(i + n) for n in range(8)]
    report["slowest"][0]["stages"] = [{"name": name(i), "ns": 1000 * (i + 1)} for i in range(8)]
    report["histograms"][0]["name"] = name(0)
    report["series"][0]["name"] = name(1)
    report["correlations"][0]["b"] = name(1)
    return report
