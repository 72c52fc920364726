-- For free-running emulation, and only there: a healthy half round trip through Open vSwitch takes 100
-- to 170 us in it. Every figure of a delay is ten times higher, nothing else.

local segments = {}
for kind, limits in pairs(data.latency.segments) do
  segments[kind] = { attention = 10 * limits.attention, abnormal = 10 * limits.abnormal }
end
return { latency = { segments = segments } }
