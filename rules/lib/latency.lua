-- What all rules of delays share: which statistic of a segment may be judged, against which figure, and
-- whose excess it is.
--
-- A row of a segment has the columns samples, p50, p90, p99, p999 and max, in microseconds.

local latency = {}

-- The figures of a kind of segment: { attention, abnormal }, in microseconds.
function latency.limits(kind)
  return data.latency.segments[kind] or data.latency.segments.default
end

-- The value that may be judged and its name, or nil when there are too few samples.
function latency.statistic(row)
  local samples = data.latency.samples
  if row.samples >= samples.p99 then return row.p99, "p99" end
  if row.samples >= samples.p50 then return row.p50, "p50" end
end

-- Median and figures of a kind that has no tail to judge.
function latency.weigh_median(row, kind)
  return latency.weigh({ samples = math.min(row.samples, data.latency.samples.p99 - 1), p50 = row.p50 }, kind)
end

local function weigh(row, value, statistic, limits)
  local severity
  if value > limits.abnormal then
    severity = "abnormal"
  elseif value > limits.attention then
    severity = "attention"
  end
  return { value = value, statistic = statistic, samples = row.samples, limits = limits,
           excess = math.max(0, value - limits.attention), severity = severity }
end

local GRAVITY = { attention = 1, abnormal = 2 }

-- { value, statistic, samples, limits, excess, severity }; nil when there are too few samples. `excess` is
-- what is above the first figure, `severity` is nil when nothing is. The tail decides when it is worse.
function latency.weigh(row, kind)
  local value, statistic = latency.statistic(row)
  if not value then return nil end
  local limits = latency.limits(kind)
  local weight = weigh(row, value, statistic, limits)
  if limits.tail and row.samples >= data.latency.samples.p999 then
    local tail = weigh(row, row.p999, "p99.9", limits.tail)
    if (GRAVITY[tail.severity] or 0) > (GRAVITY[weight.severity] or 0) then return tail end
  end
  return weight
end

-- "ok", "attention", "abnormal", or "unknown" when there are too few samples.
function latency.state(row, kind)
  local weight = latency.weigh(row, kind)
  if not weight then return "unknown" end
  return weight.severity or "ok"
end

local EXCESS = { "above the normal share", "超出正常值" }
local VALUE = { "of the segment", "该区段" }

-- Confidence in a statement that a distribution makes: p99 of a thousand, p50 of a few, the tail of many.
local CONFIDENCE = { p99 = 0.9, p50 = 0.8, ["p99.9"] = 0.8 }

local function finding(facts, row, weight, spec)
  local given = {
    where = spec.where(row),
    severity = weight.severity,
    confidence = CONFIDENCE[weight.statistic],
    excess = spec.share and spec.share(facts, row, weight) or 1,
    values = { value = weight.value, statistic = weight.statistic, samples = weight.samples,
               attention = weight.limits.attention, abnormal = weight.limits.abnormal,
               p50 = row.p50, max = row.max },
    evidence = {
      { fact = spec.fact, value = weight.excess, unit = "us", label = EXCESS },
      { fact = spec.fact, value = weight.value, unit = "us",
        label = { weight.statistic .. " " .. VALUE[1], VALUE[2] .. " " .. weight.statistic } },
      { fact = spec.fact, value = weight.samples, unit = "count", label = { "samples", "样本" } },
    },
  }
  if spec.extend then spec.extend(facts, row, given, weight) end
  return confirmed(given)
end

-- So many segments are named, the worst.
local LARGEST = 24

-- How bad it is as one number, so that many are sorted without a call for each comparison.
local function badness(weight)
  return (GRAVITY[weight.severity] or 0) * 1e12 + weight.excess
end

local function worst_of(facts, found, spec)
  local numbers, list = {}, {}
  for i, one in ipairs(found) do numbers[i] = badness(one.weight) end
  table.sort(numbers)
  local least = numbers[math.max(1, #numbers - LARGEST + 1)]
  for i, one in ipairs(found) do
    if #list < LARGEST and badness(one.weight) >= least then
      list[#list + 1] = { one = one, badness = badness(one.weight), place = i }
    end
  end
  -- The report orders equal scores by where they are (engine/rank.h).
  table.sort(list, function (a, b)
    if a.badness ~= b.badness then return a.badness > b.badness end
    return a.place < b.place
  end)
  for i, entry in ipairs(list) do list[i] = finding(facts, entry.one.row, entry.one.weight, spec) end
  return list
end

-- spec.fact    whose rows are segments
-- spec.kind    function (row, facts): the kind of segment a row is, nil when it is none of this rule
-- spec.where   function (row)
-- spec.weigh   function (row, kind, facts) in place of latency.weigh
-- spec.share   function (facts, row, weight): its part of the path's excess, 0 to 1
-- spec.extend  function (facts, row, given, weight), may add to the finding
-- spec.name    function (row): what the text of ruled_out calls the worst row, as {name}
--
-- The values value, statistic, samples, attention, abnormal, p50 and max are there for the texts.
function latency.judge(facts, spec)
  local found, worst, most = {}, nil, 0
  for row in facts[spec.fact]:each() do
    local kind = spec.kind(row, facts)
    local weight = kind and (spec.weigh or latency.weigh)(row, kind, facts)
    if kind then most = math.max(most, row.samples) end
    if weight and weight.severity then
      found[#found + 1] = { row = row, weight = weight }
    elseif weight and (not worst or weight.value / weight.limits.attention > worst.part) then
      worst = { part = weight.value / weight.limits.attention, value = weight.value,
                statistic = weight.statistic, samples = weight.samples,
                attention = weight.limits.attention, name = spec.name and spec.name(row) }
    end
  end
  if #found > 0 then return worst_of(facts, found, spec) end
  if not worst then
    return undecided { text = most > 0 and "few" or "none",
                       values = { samples = most, least = data.latency.samples.p50 } }
  end
  return ruled_out { values = worst }
end

local function key_of(row)
  return row.netns .. "\0" .. row.path .. "\0" .. row.from .. "\0" .. row.to
end

-- The whole ways of the facts that were asked for last: a host whose guests come and go has many.
local last = {}

-- The row of the whole way that a row of path.stages is a part of.
function latency.way(facts, row)
  if last.facts ~= facts then
    last = { facts = facts, ways = {} }
    for way in facts["path.stages"]:where({ stage = "total" }):each() do
      local key = key_of(way)
      last.ways[key] = last.ways[key] or way
    end
  end
  return last.ways[key_of(row)]
end

-- Its part of what the whole way takes beyond the first figure.
function latency.share(facts, row, weight)
  local way = latency.way(facts, row)
  local total = way and latency.weigh(way, "default")
  if not total or total.excess <= 0 then return 1 end
  return math.min(1, weight.excess / total.excess)
end

-- The CPU on which most of the slowest packets of a device spent the stage, or nil.
function latency.cpu(facts, row, least)
  local slowest = facts["path.slowest"]
  if not slowest then return nil end
  local number, all, best = {}, 0, nil
  for packet in slowest:where { netns = row.netns, device = row.device, stage = row.stage }:each() do
    if packet.time > least then
      all = all + 1
      number[packet.cpu] = (number[packet.cpu] or 0) + 1
      if best == nil or number[packet.cpu] > number[best] then best = packet.cpu end
    end
  end
  if best ~= nil and all >= 3 and number[best] >= 0.8 * all then return best end
end

-- A rule of stages: spec as for latency.judge, with the stages it owns as { stage = kind }.
function latency.judge_stages(facts, spec)
  spec.fact = "path.stages"
  spec.kind = spec.kind or function (row) return spec.stages[row.stage] end
  spec.where = spec.where or function (row) return { netns = row.netns, device = row.device } end
  spec.share = latency.share
  spec.name = function (row) return row.stage .. " of " .. row.device end
  local extend = spec.extend
  spec.extend = function (all, row, given, weight)
    given.values.path, given.values.stage = row.path, row.stage
    given.values.from, given.values.to = row.from, row.to
    local way = latency.way(all, row)
    if way then given.values.total = latency.statistic(way) end
    if extend then extend(all, row, given, weight) end
  end
  return latency.judge(facts, spec)
end

-- The texts of a rule of delays, with those that are the same for all.
function latency.texts(texts)
  texts.ruled_out = texts.ruled_out or {
    "{statistic} of {samples:count} packets was at most {value:us}[[ ({name})]]: not above {attention:us}",
    "{samples:count} 个数据包的 {statistic} 最多为 {value:us}[[（{name}）]]：未超过 {attention:us}" }
  texts.few = texts.few or {
    "at most {samples:count} packets were timed there in the window: fewer than the {least} that a " ..
      "verdict needs",
    "观察窗口内最多测得 {samples:count} 个数据包：少于判断所需的 {least} 个" }
  texts.none = texts.none or { "no packet was timed there in the window", "观察窗口内未在该处测得任何数据包" }
  return texts
end

-- What the report shows of ways and of single packets beside the findings.

local ORDER = { "ip_forward", "ip_output", "ovs_lookup", "ovs_upcall", "ovs_action", "ovs", "devices",
                "softirq", "ip_input", "qdisc", "driver" }
-- Stages that a rule answers for; the others are shown and not judged.
local JUDGED = { qdisc = true, softirq = true, ip_input = true, ovs_lookup = true, ovs_action = true,
                 ovs = true, ovs_upcall = true }
local MOST_WAYS = 16

local function hop(row)
  return { kind = row.stage, device = row.device ~= "" and row.device or nil,
           state = JUDGED[row.stage] and latency.state(row, row.stage) or "unknown",
           packets = row.samples, samples = row.samples,
           p50_ns = math.floor(1000 * row.p50), p99_ns = math.floor(1000 * row.p99) }
end

local function name_of(way)
  local name = ("%s, %s to %s"):format(way.path, way.from, way.to)
  return way.netns == "self" and name or name .. " in " .. way.netns
end

local function path_of(way)
  local hops = {}
  for _, stage in ipairs(ORDER) do
    local row = way.stages and way.stages[stage]
    if row then hops[#hops + 1] = hop(row) end
  end
  return { name = way.name, hops = hops }
end

-- Rows are looked at once: a host whose guests come and go has many ways.
local function paths(facts)
  local ways, stages, list = {}, {}, {}
  for row in facts["path.stages"]:each() do
    local key = key_of(row)
    if row.stage == "total" then
      ways[#ways + 1] = { key = key, name = name_of(row), samples = row.samples }
    else
      stages[key] = stages[key] or {}
      stages[key][row.stage] = stages[key][row.stage] or row
    end
  end
  table.sort(ways, function (one, other)
    if one.samples ~= other.samples then return one.samples > other.samples end
    return one.name < other.name
  end)
  for i = 1, math.min(MOST_WAYS, #ways) do
    ways[i].stages = stages[ways[i].key]
    list[i] = path_of(ways[i])
  end
  return list
end

local function tuple_of(row)
  local from = lib.address.with_port(row.src, row.sport, row.family)
  return from and from .. " to " .. (lib.address.with_port(row.dst, row.dport, row.family) or "")
end

local function slowest(facts)
  local list, known = {}, {}
  for row in facts["path.slowest"]:each() do
    local packet = known[row.number]
    if not packet then
      packet = { at_ms = row.t_ms, total_ns = math.floor(1000 * row.total), stages = {},
                 where = { netns = row.netns, device = row.to, queue = row.queue,
                           protocol = row.protocol ~= "" and row.protocol or nil, tuple = tuple_of(row) } }
      known[row.number] = packet
      list[#list + 1] = packet
    end
    packet.stages[#packet.stages + 1] = { name = row.stage, ns = math.floor(1000 * row.time), cpu = row.cpu }
  end
  return list
end

latency.report = {
  facts = { "path.stages", "path.slowest" },
  make = function (facts)
    return { paths = facts["path.stages"] and paths(facts), slowest = facts["path.slowest"] and slowest(facts) }
  end,
}

return latency
