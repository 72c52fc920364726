-- Where packets were lost: each loss of the ledger in exactly one layer, and beside its sum what the
-- kernel's own counter of that layer says (data/layers.lua).

local layers = {}

local STACK = "stack"

local layer_of, layer_of_source = {}, {}
for _, entry in ipairs(data.layers) do
  for _, fact in ipairs(entry.sources or {}) do layer_of_source[fact] = entry.layer end
  for _, cause in ipairs(entry.causes or {}) do
    assert(not layer_of[cause], cause .. " stands in two layers")
    layer_of[cause] = entry.layer
  end
end

-- nil where none of the counters was read.
local function counted(facts, entry)
  local sum
  for _, counter in ipairs(entry.counters or {}) do
    local fact = facts[counter.fact]
    if fact then
      local rows = counter.rows and fact:where(counter.rows) or fact
      sum = (sum or 0) + rows:sum(counter.column)
    end
  end
  return sum
end

local SAME = { "the kernel's counter of this layer says the same", "该层的内核计数与此一致" }
local NONE = { "the kernel keeps no counter for this layer", "内核没有该层的计数" }
local SCOPED = { "the kernel's counters know no addresses", "内核计数不区分地址" }
local MORE = { "the kernel's counter of this layer says %d: %d more than were seen",
               "该层的内核计数为 %d：比观察到的多 %d 个" }
local LESS = { "the kernel's counter of this layer says %d: %d of these it does not count",
               "该层的内核计数为 %d：其中 %d 个未被其计入" }

local function compare(facts, entry, packets)
  if facts.scoped then return SCOPED end
  local count = counted(facts, entry)
  if not count then return NONE end
  if count == packets then return SAME, count end
  local text = count > packets and MORE or LESS
  local difference = math.abs(count - packets)
  return { text[1]:format(count, difference), text[2]:format(count, difference) }, count
end

local function sums(facts)
  local of = {}
  for row in facts["losses"]:each() do
    local layer = layer_of_source[row.source] or layer_of[row.cause] or STACK
    of[layer] = (of[layer] or 0) + row.packets
  end
  return of
end

local function make(facts)
  local of, list = sums(facts), {}
  for _, entry in ipairs(data.layers) do
    local packets = of[entry.layer] or 0
    local because, count = compare(facts, entry, packets)
    if packets > 0 or (count or 0) > 0 then
      list[#list + 1] = { layer = entry.layer, title = entry.title[1], title_zh = entry.title[2],
                          packets = packets, counted = count, because = because[1],
                          because_zh = because[2] }
    end
  end
  return { layers = #list > 0 and list or nil }
end

layers.report = {
  facts = { "losses", "qdiscs.counters", "softnet.counters", "links.counters" },
  make = make,
}

return layers
