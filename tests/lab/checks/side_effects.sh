# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A run changes nothing: modules, namespaces, links, rules, queues, sysctls, mounts.

# Asking for any of these would load it.
lazy_modules="openvswitch nf_conntrack_netlink nfnetlink_cttimeout nf_tables nfnetlink tcp_diag udp_diag inet_diag ip_tables"

state() {
	local namespace
	echo '# modules' && cut -d ' ' -f 1 /proc/modules | sort
	echo '# namespaces' && ip netns list
	echo '# mounts' && sort /proc/mounts
	for namespace in '' $(ip netns list | cut -d ' ' -f 1); do
		echo "# links of '$namespace'" && ip ${namespace:+-n "$namespace"} -details link
		echo "# queues of '$namespace'" && tc ${namespace:+-n "$namespace"} qdisc
		echo "# sysctls of '$namespace'" &&
			${namespace:+ip netns exec "$namespace"} sysctl -a 2>/dev/null | grep '^net\.'
		! grep -q '^nf_tables ' /proc/modules || {
			echo "# rules of '$namespace'"
			${namespace:+ip netns exec "$namespace"} nft -s list ruleset
		}
	done
	echo '# iptables'
	cat /proc/net/ip_tables_names 2>/dev/null || true
}


unload_lazy_modules() {
	local module
	for module in $lazy_modules; do
		modprobe -q -r "$module" || true
	done
	for module in $lazy_modules; do
		! grep -q "^$module " /proc/modules || return 1
	done
}

same_after_run() { # name
	state >"$scratch/before"
	start_netdoctor || echo "FAIL side_effects: it never watched ($1)"
	"$@"
	end_netdoctor
	state >"$scratch/after"
	diff "$scratch/before" "$scratch/after" >"$scratch/changes" ||
		{ sed 's/^/FAIL side_effects: changed: /' "$scratch/changes" && return 1; }
}

window=4 spread=2
expect 'side_effects: no module is loaded that asking would load' unload_lazy_modules
expect 'side_effects: nothing changes on an idle host' same_after_run sleep 2
with_fault drop.netfilter
expect 'side_effects: nothing changes beside a firewall that drops' same_after_run traffic
