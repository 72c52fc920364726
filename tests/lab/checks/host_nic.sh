# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Uplinks: healthy ones; one whose link comes and goes, one that gets frames longer than it takes, one
# whose receive ring is too short for a burst.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
# shellcheck source=../lib/nics.sh
source "$lab/lib/nics.sh"

causes="host.nic_link host.nic_errors host.nic_ring_small" symptoms="drop.nic_ring"
window=15
trap nics_down EXIT
nics_up

pings() { # size count
	far ping -q -i 0.02 -c "$2" -s "$1" -M 'do' 10.99.0.2 >"$scratch/pings" || true
}

watch 'good NICs' pings 100 60
expect_healthy 'good NICs' '"host.nic_link", "host.nic_errors", "host.nic_ring_small"'
expect 'good NICs: both are uplinks' report_says \
	"[.evidence.facts[\"nic.links\"] | .rows[] | .[]] | contains([\"$intel\", \"$vmware\"])"

# The link is agreed upon anew, which takes it away and brings it back.
renegotiates() {
	local times
	for ((times = 0; times < 2; times++)); do
		ethtool -r "$intel"
		sleep 0.3
		wait_for_carriers
	done
}
before=$(own "$intel" carrier_changes)
watch 'flapping link' renegotiates
changes=$(($(own "$intel" carrier_changes) - before))
expect "flapping link: the fault happened ($changes changes)" [ "$changes" -ge 2 ]
expect_host 'flapping link' host.nic_link "device=\"$intel\""
expect_value 'flapping link' "$changes"

before=$(own "$intel" statistics/rx_length_errors)
watch 'long frames' pings 1900 60
errors=$(($(own "$intel" statistics/rx_length_errors) - before))
expect "long frames: the fault happened ($errors errors)" [ "$errors" -ge 60 ]
expect_host 'long frames' host.nic_errors "device=\"$intel\""
expect_value 'long frames' "$errors"

out_of_descriptors() {
	ethtool -S "$vmware" | awk '/pkts rx OOB/ { sum += $NF } END { print sum }'
}

# Bursts to the other NIC, which ends them in a device that takes everything.
floods() {
	local times
	for ((times = 0; times < 3; times++)); do
		far "$lab/kit/pktgen" --device "$other" --mac "$(own "$vmware" address)" --from 10.99.0.1 \
			--to 10.99.0.3 --cpu 0 --count 1000 >>"$scratch/floods"
	done
}
ip link add sink0 type dummy
ip link set sink0 up
tc qdisc add dev "$vmware" ingress
tc filter add dev "$vmware" ingress matchall action mirred egress redirect dev sink0
ethtool -G "$vmware" rx 32
wait_for_carriers
before=$(out_of_descriptors)
watch 'short ring' floods
lost=$(($(out_of_descriptors) - before))
expect "short ring: the fault happened ($lost lost)" [ "$lost" -ge 20 ]
expect_host 'short ring' host.nic_ring_small "device=\"$vmware\""
expect_value 'short ring' "$lost"
expect "short ring: it explains $symptoms" report_says ".causes[0].symptoms | map(.id) == [\"$symptoms\"]"
