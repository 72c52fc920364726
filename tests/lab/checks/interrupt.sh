# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Ctrl-C in mid-run leaves a whole report that says so.
window=30

exit_fits_verdict() {
	case $(jq -r .verdict "$scratch/report.json") in
	healthy | attention) [ "$status" -eq 0 ] ;;
	abnormal) [ "$status" -eq 1 ] ;;
	undetermined) [ "$status" -eq 3 ] ;;
	*) false ;;
	esac
}

with_fault drop.no_socket
expect 'interrupt: it watches' start_netdoctor
traffic
kill -INT "$doctor"
end_netdoctor
expect 'interrupt: the report is whole' report_says '.schema == "netdoctor.report/1"'
expect 'interrupt: it is marked interrupted' report_says '.run.interrupted == true'
expect 'interrupt: it ended before its time' report_says '.run.duration_ms < 29000'
expect 'interrupt: what was seen is told' report_says '.causes[0].id == "drop.no_socket"'
expect "interrupt: exit status $status fits the verdict" exit_fits_verdict
