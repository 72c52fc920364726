# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Every reason that this kernel's types name is known to rules/data/drop_reasons.lua: as a cause, as
# benign, or listed without a cause. A kernel without reasons has none that are not.

# Reasons as "subsystem NAME", those of modules that other subsystems' packets come from included.
kernel_reasons() {
	local module
	{
		bpftool btf dump file /sys/kernel/btf/vmlinux
		for module in openvswitch mac80211; do
			modprobe "$module" || continue
			[ -e "/sys/kernel/btf/$module" ] || continue
			bpftool -B /sys/kernel/btf/vmlinux btf dump file "/sys/kernel/btf/$module"
		done
	} | awk '
		/^\[/ { name = $3; gsub("\x27", "", name); reasons = /ENUM/ && name ~ /drop_reason$/; next }
		!reasons || $2 == "val=0" { next }
		{ gsub("\x27", "", $1); value = substr($2, 5); sub("^SKB_DROP_REASON_", "", $1)
		  if ($1 ~ /^SUBSYS_|^MAX$|_MAX$|^__[A-Z]|^SKB_CONSUMED$|^SKB_NOT_DROPPED_YET$|^RX_(CONTINUE|QUEUED)$/)
			next
		  if ($1 ~ /^___/) next
		  owner = "core"
		  if (name ~ /^ovs/) owner = "openvswitch"
		  if (name ~ /mac80211/) owner = value >= 131072 ? "mac80211_monitor" : "mac80211_unusable"
		  if (name ~ /^qdisc/) owner = "qdisc"
		  print owner, $1 }' | sort -u
}

# Reasons that a row takes whatever their place, and "subsystem *" where it takes them all.
known_reasons() {
	lua5.4 - "$lab/../../rules/data/drop_reasons.lua" <<-'END'
		local function each(value)
			return ipairs(type(value) == "table" and value or { value })
		end
		for _, row in ipairs(dofile(arg[1])) do
			if not (row.location or row.protocol or row.family or row.direction or row.device or row.beside) then
				for _, subsystem in each(row.subsystem or "core") do
					for _, reason in each(row.reason or "*") do print(subsystem .. " " .. reason) end
				end
			end
		end
	END
}

all_known() {
	local owner reason unknown=0
	kernel_reasons >"$scratch/kernel"
	known_reasons | sort -u >"$scratch/known"
	while read -r owner reason; do
		grep -qxF -e "$owner $reason" -e "$owner *" "$scratch/known" && continue
		echo "FAIL drop_reasons: $owner $reason is neither mapped, nor benign, nor listed"
		unknown=1
	done <"$scratch/kernel"
	return "$unknown"
}

# An empty list is right only where the kernel has no such type.
found_or_none() {
	[ -s "$scratch/kernel" ] ||
		! bpftool btf dump file /sys/kernel/btf/vmlinux | grep "ENUM 'skb_drop_reason'"
}

expect 'drop_reasons: every reason of this kernel is mapped, benign or listed' all_known
# While it is loaded, Open vSwitch has every namespace's connections tracked.
modprobe -r openvswitch || true
expect 'drop_reasons: a kernel that gives reasons names them in its types' found_or_none
