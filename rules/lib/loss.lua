-- What all rules of lost packets share: group the rows of their part of the ledger into objects,
-- compare each with what got through at the same place, and weigh its share by class.

local loss = {}

-- A value stands for a group when it covers this part of its packets.
local COVER = 0.8

local SURE, COUNTED = 0.95, 0.9

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

-- One object with its numbers: where, lost, carried.
local function measure(facts, own, keys, spec)
  local rows = own:where(keys)
  local lost = rows:sum("packets")
  local where = copy_found(keys)
  for _, column in ipairs { "device", "family", "protocol", "reason", "location", "port" } do
    if where[column] == nil then where[column] = main_value(rows, column, lost) end
  end
  where.direction = nil
  if where.port == nil and (where.reason or where.location) then where.port = main_port(facts, where) end
  local object = { where = where, keys = keys, lost = lost, rows = rows,
                   counted = main_value(rows, "source", lost) ~= "drops.kernel" }
  object.carried = spec.carried(facts, object)
  object.share = lost / math.max(1, lost + object.carried)
  if where.family ~= "ipv4" and where.family ~= "ipv6" then where.family = nil end
  return object
end

local function thresholds(facts, class)
  if facts.scoped then return data.severity.fault end
  return data.severity[class]
end

local function severity_of(object, limits)
  if object.lost < data.severity.floor or object.share < limits.attention then return nil end
  return object.share >= limits.abnormal and "abnormal" or "attention"
end

local function finding(facts, object, severity, spec)
  local given = {
    where = object.where,
    severity = severity,
    confidence = object.counted and COUNTED or SURE,
    lost = object.lost,
    carried = object.carried,
    values = {},
    evidence = {
      { fact = "losses", value = object.lost, unit = "packets", label = { "lost", "丢失" } },
      { fact = "losses", value = object.share, unit = "share",
        label = { "of what came there", "占到达该处的数据包" } },
      { fact = spec.carried_fact, value = object.carried, unit = "packets",
        label = { "got through", "通过" } },
    },
  }
  if spec.extend then spec.extend(facts, object, given) end
  if given.outcome == "suspected" then
    given.outcome = nil
    return suspected(given)
  end
  return confirmed(given)
end

-- spec.class         of the rule
-- spec.class_of      function (facts, object), when it differs from object to object
-- spec.by            columns that make one object
-- spec.carried       function (facts, object): packets that got through at that place
-- spec.carried_fact  the fact that number comes from
-- spec.extend        function (facts, object, given), may add to the finding
function loss.judge(facts, spec)
  local own = facts["losses"]
  local total = facts["losses.total"][1]
  local all = total.packets + total.benign
  if #own == 0 then return ruled_out { values = { all = all } } end

  local limits = thresholds(facts, spec.class)
  local found, worst = {}, 0
  for _, keys in ipairs(groups_of(own, spec.by)) do
    local object = measure(facts, own, keys, spec)
    local own_limits = limits
    if spec.class_of then own_limits = thresholds(facts, spec.class_of(facts, object)) end
    local severity = severity_of(object, own_limits)
    if severity then
      found[#found + 1] = finding(facts, object, severity, spec)
    else
      worst = math.max(worst, object.share)
    end
  end
  if #found > 0 then return found end
  return ruled_out { text = "minor", values = {
    lost = own:sum("packets"), share = worst, threshold = limits.attention,
    floor = data.severity.floor } }
end

-- The texts of a rule of losses, with those that are the same for all.
function loss.texts(texts)
  texts.ruled_out = texts.ruled_out or {
    "none of the {all:count} dropped packets of the window was of this kind",
    "观察窗口内 {all:count} 个被丢弃的数据包中没有此类" }
  texts.minor = texts.minor or {
    "{lost:count} packets, at most {share:percent} of those that came to the same place: below " ..
      "{threshold:percent} or fewer than {floor}",
    "{lost:count} 个数据包，最多占同一位置的 {share:percent}：低于 {threshold:percent} 或少于 {floor} 个" }
  return texts
end

-- Sum of a protocol counter in a namespace (family may be nil: all families).
function loss.counter(facts, netns, family, group, name)
  local same = { group = group, name = name }
  if netns then same.netns = netns end
  if family then same.family = family end
  return facts["protocol.counters"]:where(same):sum("count")
end

-- Packets of the family that came to, or left, a namespace.
function loss.ip_packets(facts, object)
  local netns, family = object.where.netns, object.where.family
  if family ~= "ipv4" and family ~= "ipv6" then family = nil end
  local name = object.keys.direction == "tx" and "OutRequests" or "InReceives"
  local packets = 0
  for _, group in ipairs { "Ip", "Ip6" } do
    packets = packets + loss.counter(facts, netns, family, group, name)
  end
  if name == "InReceives" then packets = packets - object.lost end
  return math.max(0, packets)
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
-- of the namespace.
function loss.device_packets(facts, object)
  local same = { netns = object.where.netns, device = object.where.device }
  local rows = facts["links.counters"]:where(same)
  if object.keys.direction == "tx" then return rows:sum("tx_packets") end
  return math.max(0, rows:sum("rx_packets") - object.lost)
end

return loss
