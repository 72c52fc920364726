# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Each hook is what `support` calls it: one that is absent fails to attach with an empty program too,
# and one that attaches attaches. The same where something refuses.

# "tracepoint NAME … attaches|absent|unusable" for each hook; an unusable one is there.
hooks() {
	sed -nE 's/^  ((tracepoint|function|iterator) [^ ]+)( of module [^ ]+)? +(attaches|absent|unusable|described).*/\1 \4/p'
}

# The lines of support whose hook does not do what they say.
wrong_lines() { # command in front of both programs…
	"$@" "$netdoctor" support | hooks | sort -u >"$scratch/said"
	"$@" "$kit/attach" "$kit/attach.bpf.o" <"$scratch/said" >"$scratch/tried"
	paste -d ' ' "$scratch/said" "$scratch/tried" | grep -vE ' (attaches yes|absent no|unusable yes)$' || true
}

said_right() { # what is refused, command…
	local wrong name=$1
	shift
	wrong=$(wrong_lines "$@" | paste -sd ';')
	expect "support, $name: each of $(wc -l <"$scratch/said") hooks is as told${wrong:+ ($wrong)}" \
		[ -z "$wrong" ]
	expect "support, $name: there are hooks" [ -s "$scratch/said" ]
}

# What plan says cannot run has a hook that support calls absent, and the reverse.
planned_right() { # what is refused, command…
	local name=$1
	shift
	"$@" "$netdoctor" plan | awk '/^     [a-z_]+ / { probe = $1 } /CANNOT RUN HERE/ { print probe }' |
		sort -u >"$scratch/planned"
	"$@" "$netdoctor" support |
		awk '/^[a-z_]+$/ { probe = $1 } / absent:/ { print probe }' | sort -u >"$scratch/absent"
	expect "plan, $name: what cannot run is what support calls absent ($(paste -sd, "$scratch/planned"))" \
		cmp -s "$scratch/planned" "$scratch/absent"
}

right() {
	said_right "$@"
	planned_right "$@"
}

# Seen with this folder in place of /sys/kernel/btf.
seen_by() { # folder command…
	# shellcheck disable=SC2016  # expanded by that shell
	unshare --mount bash -c 'mount --bind "$0" /sys/kernel/btf && exec "$@"' "$@"
}

mkdir -p "$scratch/none" "$scratch/vmlinux"
cp /sys/kernel/btf/vmlinux "$scratch/vmlinux/"
modprobe -r nf_tables 2>/dev/null || true
right 'without the module'
modprobe nf_tables
right 'with everything'
right 'with module BTF hidden' seen_by "$scratch/vmlinux"
right 'without BTF' seen_by "$scratch/none"
right 'without CAP_SYS_ADMIN' setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin
right 'without CAP_BPF' setpriv --bounding-set=-sys_admin,-bpf --inh-caps=-sys_admin,-bpf
sysctl -q -w kernel.ftrace_enabled=0
right 'without function tracing'
sysctl -q -w kernel.ftrace_enabled=1
