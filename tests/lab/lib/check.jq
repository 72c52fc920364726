# Judges one run: input is the report (null when there is none), $run what lib/scenario recorded.
# Output: one row of the score table.

def expected_where($found):
	[$run.where | to_entries[] | select($found[.key] != .value)
	 | "\(.key) is \($found[.key] | tojson), expected \(.value | tojson)"];

def near($found; $lost): ($found | type) == "number" and (($found - $lost) | fabs) * 20 <= $lost;

def counted($cause; $lost):
	$cause.evidence[0].value as $found | if near($found; $lost) then empty
	else "\($cause.id) stands on \($found | tojson), the truth is \($lost)" end;

# Boxes that must be answered, by the beginning of their id.
def unknown_boxes:
	.checklist[] | select(.state == "unknown")
	| select(.id as $id | any($run.known[]; . as $known | $id | startswith($known)))
	| "checklist \(.id) is unknown: \(.because)";

def common_problems:
	if $run.exit == null or ($run.watched | not) then "netdoctor never watched"
	elif $run.exit > 128 then "netdoctor died (status \($run.exit))"
	elif . == null then "no readable report"
	elif .schema != "netdoctor.report/1" then "schema is \(.schema | tojson)"
	else unknown_boxes end;

def second_problems:
	if $run.second == "" then empty
	elif .causes[1].id != $run.second then "rank 2 is \(.causes[1].id | tojson)"
	else counted(.causes[1]; $run.second_lost) end;

def fault_problems:
	. as $report | (.causes[0] // {}) as $first | ($run.verdict | {abnormal: 1}[.] // 0) as $exit
	| (if $first.id != $run.cause then "rank 1 is \($first.id | tojson)"
	   else expected_where($first.where // {})[],
		counted($first; $run.judged // $run.lost)
	   end),
	  second_problems,
	  (.causes[(if $run.second == "" then 1 else 2 end):][] | "\(.id) is a cause too"),
	  ($first.symptoms[]?.id | select(IN($run.symptoms[]) | not) | "\(.) is no expected symptom"),
	  (if .verdict != $run.verdict then "verdict \(.verdict)" else empty end),
	  (if $run.exit != $exit then "exit \($run.exit)" else empty end);

def healthy_problems:
	(if .verdict != "healthy" then "verdict \(.verdict)" else empty end),
	(if $run.exit != 0 then "exit \($run.exit)" else empty end),
	((.causes + .suspected)[] | "\(.id) is a false alarm"),
	(if (.ruled_out | length) == 0 then "nothing was ruled out" else empty end);

($run.mode == "fault" and $run.cause != "") as $sick
| ([common_problems]) as $common
| (($run.untold // "") != "") as $untold
| (if $common != [] then $common
   elif $sick then [fault_problems]
   else [healthy_problems] end + $run.problems) as $problems
| ((.causes // []) as $causes | {
	scenario: $run.scenario, family: $run.family, mode: $run.mode, seed: $run.seed,
	expected: (if $sick then $run.cause else "healthy" end),
	rank1: ($causes[0].id // (.verdict // "-")),
	where: (if $sick | not then "-"
		elif expected_where($causes[0].where // {}) == [] then "ok" else "wrong" end),
	lost: $run.lost, found: ($causes[0].evidence[0].value // 0),
	alarms: (if $sick then [$causes[] | select(IN(.id; $run.cause, $run.second) | not)]
		 else $causes + (.suspected // []) end | length),
	attach_ms: (.run.attach_ms // "-"),
	followed: $run.followed,
	problems: (if $run.invalid != "" then [$run.invalid] elif $untold then [$run.untold] else $problems end),
	result: (if $untold then "untold" elif $run.invalid != "" then "INVALID" elif $problems != [] then "MISS" else "ok" end)
  })
