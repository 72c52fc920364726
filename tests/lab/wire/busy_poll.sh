# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A guest that busy polls: who polled is told, its interrupts are then counted, and it is called sick only
# when these find nothing to do. An emulated device raises few of them, so that it mostly is well.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
# shellcheck source=../lib/nics.sh
source "$lab/lib/nics.sh"
# shellcheck source=../lib/wire.sh
source "$lab/lib/wire.sh"

causes=""
trap wire_down EXIT
wire_up
sysctl -q -w net.core.busy_poll=200 net.core.busy_read=200
start_receiver 5000
outside steady "$(sender 5000 500)"
pause 1
watch 'busy polling' pause 7
outside_stops steady
end_receiver
sysctl -q -w net.core.busy_poll=0 net.core.busy_read=0

polls=$(fact_of virtnet.polls polls '.direction == "rx" and .busy > 0')
busy=$(fact_of virtnet.polls busy '.direction == "rx" and .busy > 0')
expect "most polls are told to be busy ones ($busy of $polls)" [ $((busy * 2)) -ge "$polls" -a "$polls" -ge 300 ]
expect 'interrupts are counted then' report_says '.evidence.facts["virtnet.handlers"].rows | length > 0'
calls=$(jq '[.evidence.facts["virtnet.handlers"].rows[][2]] | add // 0' "$scratch/report.json")
none=$(jq '[.evidence.facts["virtnet.handlers"].rows[][3]] | add // 0' "$scratch/report.json")
if [ "$none" -lt 10 ]; then
	expect "no harm is called none ($none of $calls)" report_says \
		'([.causes[], .suspected[]] | map(.id) | index("virt.busy_poll")) == null'
fi
