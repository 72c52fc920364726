# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A thousand guests behind vhost-net, of which one takes no more packets: it is found, and what netdoctor
# itself needs stays below its budgets.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
causes="virt.guest_not_draining"
flows=(virt)
window=10
guests=1000

start_guest() { # number options…
	local number=$1
	shift
	"$kit/vguest" sink --tap "guest$number" --ring 64 --buffers 16 --seconds 600 "$@" >"$scratch/guests/$number" &
}

ready() {
	grep -l ready "$scratch/guests"/* | wc -l
}

modprobe vhost_net
mkdir "$scratch/guests"
start_draws "$RANDOM" thousand_guests 4
draw sick 1 "$guests"
for ((number = 1; number <= guests; number++)); do
	[ "$number" -ne "$sick" ] || { start_guest "$number" --stop-reading 0 && vguest=$! && continue; }
	start_guest "$number"
done
for ((tries = 0; tries < 300; tries++)); do
	[ "$(ready)" -lt "$guests" ] || break
	pause 1
done
expect "$guests guests are there ($(ready))" [ "$(ready)" -eq "$guests" ]
tap=guest$sick
ip link set "$tap" txqueuelen 40 up
ip address add 10.97.0.1/24 dev "$tap"
ip neighbour add 10.97.0.2 lladdr 02:00:00:00:00:02 nud permanent dev "$tap"
"$netdoctor" list vms >"$scratch/vms"
listed=$(grep -c '^vguest ' "$scratch/vms")
# An emulated CPU may need more than the time that a walk has.
expect "all are listed, or it says that there was more ($listed)" eval \
	'[ "$listed" -eq "$guests" ] || grep -q "there was more" "$scratch/vms"'
watch 'one of them' "$kit/send" udp --to 10.97.0.2 --port 9 --count 600 --rate 150 >>"$scratch/sent"
expect_host 'one of them' virt.guest_not_draining "device=\"$tap\"" "pid=$vguest"
expect "memory below 32 MiB ($(jq .cost.rss_kib "$scratch/report.json") KiB)" report_says '.cost.rss_kib < 32768'
expect "maps below 16 MiB ($(jq .cost.maps_kib "$scratch/report.json") KiB)" report_says '.cost.maps_kib < 16384'
expect 'no rule broke' report_says '.broken == []'
