-- For free-running emulation, and only there: a healthy half round trip through Open vSwitch takes 100
-- to 170 us in it. Every figure of a delay is ten times higher, nothing else.

local function slower(limits)
  return { attention = 10 * limits.attention, abnormal = 10 * limits.abnormal,
           tail = limits.tail and slower(limits.tail) }
end

local segments = {}
for kind, limits in pairs(data.latency.segments) do segments[kind] = slower(limits) end
return { latency = { segments = segments } }
