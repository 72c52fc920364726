-- What all rules of lost packets share: group the rows of their part of the ledger into objects,
-- compare each with what got through at the same place, and weigh its share by class.

local loss = {}

-- A value stands for a group when it covers this part of its packets.
local COVER = 0.8

local SURE, COUNTED = 0.95, 0.9
-- Confidence where nobody counted what got through, so that the share of the loss is not known.
local UNCOUNTED = 0.4

-- The value of `column` that covers most of the rows' packets, or nil.
local function main_value(rows, column, total)
  local packets, best = {}, nil
  for row in rows:each() do
    local value = row[column]
    if value ~= nil and value ~= "" then
      packets[value] = (packets[value] or 0) + row.packets
      if best == nil or packets[value] > packets[best] then best = value end
    end
  end
  if best ~= nil and packets[best] >= COVER * total then return best end
end

-- The destination port that most of the dropped packets had, if most had one.
local function main_port(facts, where)
  local tuples = facts["drops.tuples"]
  if not tuples then return nil end
  local same = { netns = where.netns, reason = where.reason, location = where.location }
  if where.protocol then same.protocol = where.protocol end
  if where.family then same.family = where.family end
  local rows = tuples:where(same)
  local port = main_value(rows, "dport", rows:sum("packets"))
  if port and port ~= 0 then return port end
end

-- What most of the packets dropped for that reason had in `column` of drops.tuples, or nil.
function loss.most(facts, object, column)
  local tuples, where = facts["drops.tuples"], object.where
  if not tuples or not (where.reason or where.location) then return nil end
  local same = { netns = where.netns, reason = where.reason, location = where.location }
  if where.protocol then same.protocol = where.protocol end
  if where.family then same.family = where.family end
  local rows = tuples:where(same)
  local value = main_value(rows, column, rows:sum("packets"))
  if value ~= 0 then return value end
end

local function keys_of(row, by)
  local keys, name = {}, {}
  for i, column in ipairs(by) do
    keys[column] = row[column]
    name[i] = tostring(row[column])
  end
  return keys, table.concat(name, "\0")
end

-- So many objects are measured and named, those that lost most.
local LARGEST = 24

-- Rows of `own` grouped by the columns `by`: the keys of the largest groups that lost enough to be
-- looked at, in the order of their losses.
local function groups_of(own, by)
  local list, known = {}, {}
  for row in own:each() do
    local keys, name = keys_of(row, by)
    local group = known[name]
    if not group then
      group = { keys = keys, name = name, lost = 0 }
      known[name] = group
      list[#list + 1] = group
    end
    group.lost = group.lost + row.packets
  end
  table.sort(list, function (a, b)
    if a.lost ~= b.lost then return a.lost > b.lost end
    return a.name < b.name
  end)
  local largest = {}
  for i = 1, math.min(LARGEST, #list) do
    if list[i].lost >= data.severity.floor then largest[i] = list[i].keys end
  end
  return largest
end

local function copy_found(keys)
  local where = {}
  for name, value in pairs(keys) do
    if value ~= "" then where[name] = value end
  end
  return where
end

-- Packets that got through, and the fact they come from; nil where that fact does not speak of the
-- place: what was not counted is not nothing.
local function carried_of(facts, object, spec)
  local netns = object.where.netns
  local carried, fact = spec.carried(facts, object)
  fact = fact or spec.carried_fact
  if fact == "protocol.counters" and netns and #facts[fact]:where { netns = netns } == 0 then
    carried = nil
  end
  return carried, fact
end

-- One object with its numbers: where, lost, and carried with share where they are known.
local function measure(facts, own, keys, spec)
  local rows = own:where(keys)
  local lost = rows:sum("packets")
  local where, all = copy_found(keys), lost
  for _, column in ipairs { "device", "family", "protocol", "reason", "location", "port" } do
    if where[column] == nil then where[column] = main_value(rows, column, lost) end
  end
  where.direction = nil
  if where.port == nil and (where.reason or where.location) then where.port = main_port(facts, where) end
  if spec.part then lost = math.floor(all * (spec.part(facts, where) or 1) + 0.5) end
  local object = { where = where, keys = keys, lost = lost, rows = rows,
                   counted = main_value(rows, "source", all) ~= "drops.kernel" }
  object.carried, object.carried_fact = carried_of(facts, object, spec)
  if object.carried then object.share = lost / math.max(1, lost + object.carried) end
  if where.family ~= "ipv4" and where.family ~= "ipv6" then where.family = nil end
  return object
end

local function thresholds(facts, class)
  if facts.scoped then return data.severity.fault end
  return data.severity[class]
end

local function severity_of(object, limits, mild)
  if object.lost < data.severity.floor then return nil end
  if not object.share then return "attention" end
  if object.share < limits.attention then return nil end
  local grave = object.share * math.max(0, object.lost - mild) / object.lost
  return grave >= limits.abnormal and "abnormal" or "attention"
end

local function evidence_of(object)
  local list = {
    { fact = "losses", value = object.lost, unit = "packets", label = { "lost", "丢失" } },
  }
  if not object.carried then return list end
  list[2] = { fact = "losses", value = object.share, unit = "share",
              label = { "of what came there", "占到达该处的数据包" } }
  list[3] = { fact = object.carried_fact, value = object.carried, unit = "packets",
              label = { "got through", "通过" } }
  return list
end

-- Without a share there is a suspicion at most, and the sentence says why.
local function doubt(facts, object, given)
  local where, fact = object.where, object.carried_fact
  given.outcome, given.confidence, given.text = "suspected", UNCOUNTED, "uncounted"
  if #facts[fact]:where { netns = where.netns } == 0 then
    given.values.unread = where.netns
  elseif fact == "links.counters" and where.device then
    local listed = #facts[fact]:where { netns = where.netns, device = where.device } > 0
    given.values[listed and "gone" or "unlisted"] = where.device
  end
end

local function finding(facts, object, severity, spec)
  local begins = lib.onset.find(facts, object.where, object.keys.direction)
  local given = {
    where = object.where,
    severity = severity,
    confidence = object.counted and COUNTED or SURE,
    lost = object.lost,
    carried = object.carried,
    values = begins and { loss_from = begins.from, loss_below = begins.below,
                          loss_device = object.where.device } or {},
    evidence = evidence_of(object),
  }
  if spec.extend then spec.extend(facts, object, given) end
  if not object.carried then doubt(facts, object, given) end
  if given.outcome == "suspected" then
    given.outcome = nil
    return suspected(given)
  end
  return confirmed(given)
end

-- spec.class         of the rule
-- spec.class_of      function (facts, object), when it differs from object to object
-- spec.by            columns that make one object
-- spec.mild          function (facts, object): packets of it that need attention at most; nil: none
-- spec.part          function (facts, where): the part of an object's packets that are losses; nil: all
-- spec.none          the text for when no packet of the rule's part was a loss
-- spec.carried       function (facts, object): packets that got through at that place, nil when
--                    nobody counted them, and the fact they come from when it is another than
-- spec.carried_fact  the fact that number comes from
-- spec.extend        function (facts, object, given), may add to the finding
function loss.judge(facts, spec)
  local own = facts["losses"]
  local total = facts["losses.total"][1]
  local all = total.packets + total.benign
  if #own == 0 and facts.unscoped < data.severity.floor then
    return ruled_out { values = { all = all } }
  end

  local limits = thresholds(facts, spec.class)
  local found, worst, below = {}, 0, limits.attention
  for _, keys in ipairs(groups_of(own, spec.by)) do
    local object = measure(facts, own, keys, spec)
    local own_limits = limits
    if spec.class_of then own_limits = thresholds(facts, spec.class_of(facts, object)) end
    local severity = severity_of(object, own_limits, spec.mild and spec.mild(facts, object) or 0)
    if severity then
      found[#found + 1] = finding(facts, object, severity, spec)
    elseif (object.share or 0) > worst then
      worst, below = object.share, own_limits.attention
    end
  end
  if #found > 0 then return found end
  if facts.unscoped >= data.severity.floor then
    return undecided { text = "unscoped", values = { unscoped = facts.unscoped } }
  end
  return ruled_out { text = worst == 0 and spec.none or "minor", values = {
    lost = own:sum("packets"), share = worst, threshold = below,
    floor = data.severity.floor } }
end

local BEGINS = {
  "[[; loss begins at {loss_from:count} packets per second on {loss_device}, none at up to " ..
    "{loss_below:count}]]",
  "[[；{loss_device} 上每秒达到 {loss_from:count} 个数据包时开始丢包，不超过 {loss_below:count} 时没有]]" }

-- The texts of a rule of losses, with those that are the same for all. Each that confirms ends with
-- how the loss goes with traffic, where that is known.
function loss.texts(texts)
  for name, text in pairs(texts) do
    if name ~= "ruled_out" then
      texts[name] = { text[1] .. BEGINS[1], text[2] .. BEGINS[2] }
    end
  end
  texts.ruled_out = texts.ruled_out or {
    "none of the {all:count} dropped packets of the window was of this kind",
    "观察窗口内 {all:count} 个被丢弃的数据包中没有此类" }
  texts.minor = texts.minor or {
    "{lost:count} packets, at most {share:percent} of those that came to the same place: below " ..
      "{threshold:percent} or fewer than {floor}",
    "{lost:count} 个数据包，最多占同一位置的 {share:percent}：低于 {threshold:percent} 或少于 {floor} 个" }
  texts.unscoped = {
    "{unscoped:count} such losses stand in a counter that knows less than the question asks for: " ..
      "whose packets they were is not known",
    "有 {unscoped:count} 个此类丢包仅见于计数器，计数器无法区分所询问的流量：不知属于谁" }
  texts.uncounted = {
    "{lost:count} packets were lost[[ on {device}]][[ in {location}]]; what got through there is not " ..
      "known[[, because namespace {unread} could not be read]][[, because {gone} was taken away in " ..
      "the window]][[, because {unlisted} came and went, or there are more devices than are kept]], " ..
      "and so their share is not",
    "丢失了 {lost:count} 个数据包[[，设备 {device}]][[，位置 {location}]]；该处通过的数量未知" ..
      "[[（命名空间 {unread} 无法读取）]][[（{gone} 在观察窗口内被移除）]]" ..
      "[[（{unlisted} 曾短暂存在，或设备数量超过保留上限）]]，因此占比未知" }
  return texts
end

-- Losses of a protocol anywhere on this host (drops.kernel, losses.benign). Not what is freed as if it
-- were dropped: an echo reply that was delivered, what nobody read in a socket that was closed.
function loss.dropped(facts, protocol)
  local mine = { protocol = protocol }
  return facts["drops.kernel"]:where(mine):sum("packets") -
    facts["losses.benign"]:where(mine):sum("packets")
end

-- Sum of a protocol counter in a namespace (family may be nil: all families).
function loss.counter(facts, netns, family, group, name)
  local same = { group = group, name = name }
  if netns then same.netns = netns end
  if family then same.family = family end
  return facts["protocol.counters"]:where(same):sum("count")
end

-- Packets of the family that left a namespace. Those that it forwards are in IPv4's OutRequests on older
-- kernels only, and in IPv6's never; where there is OutTransmits it has all.
local function ip_sent(facts, netns, family)
  local function count(name, of) return loss.counter(facts, netns, of or family, "Ip", name) end
  local sent = count "OutRequests"
  if family ~= "ipv4" then sent = sent + count("OutForwDatagrams", "ipv6") end
  return math.max(sent, count "OutTransmits")
end

-- Packets of the family that came to, or left, a namespace.
function loss.ip_packets(facts, object)
  local netns, family = object.where.netns, object.where.family
  if family ~= "ipv4" and family ~= "ipv6" then family = nil end
  if object.keys.direction == "tx" then return ip_sent(facts, netns, family) end
  return math.max(0, loss.counter(facts, netns, family, "Ip", "InReceives") - object.lost)
end

-- Packets that reached a socket of the object's protocol in its namespace.
function loss.delivered(facts, object)
  local where = object.where
  if where.protocol == "udp" then
    return loss.counter(facts, where.netns, where.family, "Udp", "InDatagrams")
  end
  if where.protocol == "tcp" then
    return math.max(0, loss.counter(facts, where.netns, nil, "Tcp", "InSegs") - object.lost)
  end
  return loss.ip_packets(facts, object)
end

-- Packets that passed a device in the direction of the loss; without a device those of all devices
-- of the namespace. Of a device that is gone or not listed nobody knows.
function loss.device_packets(facts, object)
  local fact = "links.counters"
  local rows = facts[fact]:where { netns = object.where.netns, device = object.where.device }
  local column = object.keys.direction == "tx" and "tx_packets" or "rx_packets"
  if rows:max(column) == nil then return nil, fact end
  local packets = rows:sum(column)
  if object.keys.direction ~= "tx" then packets = math.max(0, packets - object.lost) end
  return packets, fact
end

return loss
