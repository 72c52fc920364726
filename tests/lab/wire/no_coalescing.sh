# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# An interrupt for nearly every packet, with nothing to gather them: QEMU's device has no such setting.
# An emulated CPU takes a hundred times as long for one as a real CPU, so that the rate from which on
# it counts is a hundredth here; nothing else differs. By the figure for real CPUs it is well.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
# shellcheck source=../lib/nics.sh
source "$lab/lib/nics.sh"
# shellcheck source=../lib/wire.sh
source "$lab/lib/wire.sh"

causes="virt.no_coalescing"
trap wire_down EXIT
wire_up
start_receiver 5000
mkdir -p "$scratch/rules/data"
sed 's/per_s = 10000,/per_s = 100,/' "$lab/../../rules/data/guest.lua" >"$scratch/rules/data/guest.lua"
expect 'the lower rate is in place' grep -q 'per_s = 100,' "$scratch/rules/data/guest.lua"

outside steady "$(sender 5000 500)"
pause 1
watch 'by the usual figure' pause 6
expect_healthy 'by the usual figure' '"virt.no_coalescing"'
scope=(--rules "$scratch/rules")
watch 'an interrupt a packet' pause 7
outside_stops steady
expect_host 'an interrupt a packet' virt.no_coalescing "device=\"$device\""
end_receiver
