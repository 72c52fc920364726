# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Packets that find no flow wait for ovs-vswitchd: its handlers take long, or their answers are carried
# out late. The rule of upcalls is rank 1, and says which of the three parts takes the time.
# shellcheck source=../lib/slow.sh
source "$lab/lib/slow.sh"

causes="latency.ovs_upcall"
port=4001

# Each packet finds no flow.
fresh() {
	near_sends udp 100 --port "$port" --fresh
}

host_up
far_sink udp --port "$port"
ovs_look_at_source_ports
ovs_forget
watch 'no delay' fresh
expect_healthy 'no delay' '"latency.ovs_upcall"'

# Two functions that only an answer to an upcall comes through: before and after the answer is taken.
slow_down ovs_flow_cmd_new 30000
watch 'a slow handler' fresh
slow_no_more 80
expect_host 'a slow handler' latency.ovs_upcall 'reason="working"'

slow_down ovs_flow_key_extract_userspace 30000
watch 'a slow answer' fresh
slow_no_more 80
expect_host 'a slow answer' latency.ovs_upcall 'reason="executing"'
