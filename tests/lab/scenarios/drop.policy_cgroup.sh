# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A BPF program forbids all that the sender's control group sends. What the firewall of the near
# namespace saw leaving and that of the far one did not see coming is the loss.
cause=drop.policy

draws() {
	draw_name group cg
	draw port 2000 60000
	draw count 60 300
	least=$count
}

prepare() {
	far_sink udp --port "$port"
	# Not within a namespace: those have a /sys of their own.
	group=/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup)/$group
	mkdir "$group"
	near nft -f - <<-END
		table inet watch {
			chain out { type filter hook postrouting priority 0; udp dport $port counter; }
		}
	END
	far nft -f - <<-END
		table inet watch {
			chain in { type filter hook prerouting priority 0; udp dport $port counter; }
		}
	END
}

break_it() {
	local pin=/sys/fs/bpf/${group##*/}
	bpftool prog load "$kit/cgroup_drop.bpf.o" "$pin"
	bpftool cgroup attach "$group" egress pinned "$pin"
	rm "$pin"
}

# The sender is told of each loss and goes on.
traffic() {
	(
		echo "$BASHPID" >"$group/cgroup.procs"
		near "$kit/send" udp --to "$far_address" --port "$port" --count "$count" \
			--rate $(((count + spread - 1) / spread)) >"$scratch/sent"
	)
	[ "$mode" = control ] || bpftool cgroup detach "$group" egress name forbid_all
	rmdir "$group"
}

truth() {
	echo $(($(nft_counter "$near" inet watch out) - $(nft_counter "$far" inet watch in)))
}

where() {
	printf '%s\n' "netns=$near" "family=ipv$family" protocol=udp
}
