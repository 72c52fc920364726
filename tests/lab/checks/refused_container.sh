# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Inside a container: user, process, mount and network namespaces of its own, /sys read-only and of
# the host, parts of /proc masked. Root there has every capability, and none of them counts outside.
# shellcheck source=../lib/refusal.sh
source "$lab/lib/refusal.sh"

contain() {
	mount --bind /dev/null /proc/kallsyms &&
		mount --bind /dev/null /proc/interrupts &&
		mount -o remount,bind,ro /sys &&
		exec "$@"
}
export -f contain

with_fault drop.socket_rcvbuf
# shellcheck disable=SC2016  # expanded by that shell
doctor_prefix=(nsenter --net="/run/netns/$far" unshare --user --map-root-user --mount --pid --fork
	--mount-proc bash -c 'contain "$@"' -)
watch_fault container
expect_cause container drop.socket_rcvbuf self
expect_probe container packet_drop unavailable 'user namespace'
expect_probe container interrupts partial /proc/interrupts
