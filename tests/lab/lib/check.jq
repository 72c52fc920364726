# Judges one run: input is the report (null when there is none), $run what lib/scenario recorded.
# Output: one row of the score table.

def expected_where($found):
	[$run.where | to_entries[] | select($found[.key] != .value)
	 | "\(.key) is \($found[.key] | tojson), expected \(.value | tojson)"];

def near($found): ($found | type) == "number" and (($found - $run.lost) | fabs) * 20 <= $run.lost;

def common_problems:
	if $run.exit == null or ($run.watched | not) then "netdoctor never watched"
	elif $run.exit > 128 then "netdoctor died (status \($run.exit))"
	elif . == null then "no readable report"
	elif .schema != "netdoctor.report/1" then "schema is \(.schema | tojson)"
	else empty end;

def fault_problems:
	. as $report | (.causes[0] // {}) as $first | ($run.verdict | {abnormal: 1}[.] // 0) as $exit
	| (if $first.id != $run.cause then "rank 1 is \($first.id | tojson)"
	   else expected_where($first.where // {})[],
		(if near($first.evidence[0].value) then empty
		 else "counted \($first.evidence[0].value | tojson), the kernel \($run.lost)" end)
	   end),
	  (.causes[1:][] | "\(.id) is a cause too"),
	  ($first.symptoms[]?.id | select(IN($run.symptoms[]) | not) | "\(.) is no expected symptom"),
	  (if .verdict != $run.verdict then "verdict \(.verdict)" else empty end),
	  (if $run.exit != $exit then "exit \($run.exit)" else empty end);

def healthy_problems:
	(if .verdict != "healthy" then "verdict \(.verdict)" else empty end),
	(if $run.exit != 0 then "exit \($run.exit)" else empty end),
	((.causes + .suspected)[] | "\(.id) is a false alarm"),
	(if (.ruled_out | length) == 0 then "nothing was ruled out" else empty end);

([common_problems]) as $common
| (if $common != [] then $common
   elif $run.mode == "fault" then [fault_problems]
   else [healthy_problems] end) as $problems
| ((.causes // []) as $causes | {
	scenario: $run.scenario, family: $run.family, mode: $run.mode, seed: $run.seed,
	expected: (if $run.mode == "fault" then $run.cause else "healthy" end),
	rank1: ($causes[0].id // (.verdict // "-")),
	where: (if $run.mode != "fault" then "-"
		elif expected_where($causes[0].where // {}) == [] then "ok" else "wrong" end),
	lost: $run.lost, found: ($causes[0].evidence[0].value // 0),
	alarms: (if $run.mode == "fault" then [$causes[] | select(.id != $run.cause)]
		 else $causes + (.suspected // []) end | length),
	attach_ms: (.run.attach_ms // "-"),
	problems: (if $run.invalid != "" then [$run.invalid] else $problems end),
	result: (if $run.invalid != "" then "INVALID" elif $problems != [] then "MISS" else "ok" end)
  })
