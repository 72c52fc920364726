# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The device of the fault has a name that is a command to a shell, markup to a page or a control
# sequence to a terminal. The advice is run as printed and does no harm; text and page show the name.
cause=drop.qdisc_overflow

draws() {
	# shellcheck disable=SC2016
	draw_of near_dev ';reboot;' '$(id)' ';>harm;' '$(>harm)' '`>harm`' $'\e[31mred' '<b>bold' '*&'
	draw port 2000 60000
	draw count 300 600
	least=$((count / 4))
}

prepare() {
	far_sink udp --port "$port"
}

break_it() {
	tc -n "$near" qdisc add dev "$near_dev" root tbf rate "$((count * 250 / spread / 5))bps" \
		burst 2kb limit 3kb
}

traffic() {
	near_sends udp "$count" --port "$port" --payload 200
}

truth() {
	qdisc_drops "$near" "$near_dev"
}

value() {
	tc -n "$near" qdisc show dev "$near_dev" root
}

# A name may hold what JSON, a page and a terminal write otherwise.
inspect() {
	local page=$out/report.html
	[ "$mode" = fault ] || return 0
	"$netdoctor" judge "$out/report.json" --html "$page" >/dev/null 2>"$out/judge.txt" || true
	[ ! -e "$out/harm" ] || echo "a command of the report did harm"
	! grep -q $'\e' "$out/report.txt" "$page" || echo "a control sequence reached the terminal or the page"
	case $near_dev in
	*'<'*)
		! grep -qF "$near_dev" "$page" || echo "the page holds markup of a device's name"
		grep -qF '&lt;b&gt;bold' "$page" || echo "the page does not show the device's name"
		;;
	*$'\e'*) ;;
	*) grep -qF "$near_dev" "$out/report.txt" || echo "the text does not show the device's name" ;;
	esac
	grep -q . "$page" || echo "there is no page"
}

where() {
	printf '%s\n' "netns=$near" "device=${near_dev/$'\e'/\\x1b}"
}
