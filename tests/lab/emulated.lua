-- For free-running emulation, and only there: a healthy half round trip through Open vSwitch takes 100
-- to 170 us in it. Every figure of a delay is ten times higher, that of upcalls fifty times, because
-- three threads take turns on the emulated CPUs for each: 2 ms. A guest of the lab gets some hundred
-- packets a second where a real one gets 100,000: figures of such rates are 200 times lower. A worker is
-- woken within milliseconds there, so figures of its delay are 100 times higher.

local function slower(limits)
  return { attention = 10 * limits.attention, abnormal = 10 * limits.abnormal,
           tail = limits.tail and slower(limits.tail) }
end

local segments = {}
for kind, limits in pairs(data.latency.segments) do segments[kind] = slower(limits) end
segments.ovs_upcall = { attention = 5000, abnormal = 25000 }
return {
  latency = { segments = segments },
  virt = {
    notify = { per_s = data.virt.notify.per_s / 200, packets = data.virt.notify.packets },
    delay_us = { attention = 100 * data.virt.delay_us.attention, abnormal = 100 * data.virt.delay_us.abnormal },
    big = { bytes = data.virt.big.bytes, per_s = data.virt.big.per_s / 200 },
  },
}
