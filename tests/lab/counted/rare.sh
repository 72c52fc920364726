# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Who asks for a rare conversation on a busy host is told of nearly all of it, though most packets of the others are
# passed over: ten pings a second beside 8,000 datagrams.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"

wire_up
far_sink udp --port 9
near "$kit/send" udp --to "$far_address" --port 9 --rate 8000 --count 160000 >>"$scratch/sent" &
sender=$!
near ping -q -i 0.1 -c 200 "$far_address" >"$scratch/ping" &
pings=$!
sleep 2
"$netdoctor" record latency --protocol icmp --duration 8 --max-overhead 100 -q -o "$scratch/rare.json"
kill "$sender" "$pings"
# Each question and each answer has two ways: out of one namespace and into the other.
followed=$(jq '.facts["path.packets"] | (.columns | map(.name) | index("followed")) as $at | .rows[0][$at]' "$scratch/rare.json")
expect "most of some 320 ways of pings are followed ($followed)" [ "$followed" -ge 190 -a "$followed" -le 340 ]
