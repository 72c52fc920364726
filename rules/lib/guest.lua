-- What the rules about a guest's own virtio-net queues share.

local guest = {}

-- Interrupts of a device's queues in one direction: a list of rows, and their sum.
function guest.interrupts(facts, device, direction)
  local list, sum = {}, 0
  for row in facts["virtnet.interrupts"]:where { netns = device.netns, device = device.device,
                                                 direction = direction }:each() do
    if row.queue then
      list[#list + 1] = row
      sum = sum + (row.count or 0)
    end
  end
  return list, sum
end

-- The ring of a queue, or nil.
function guest.ring(facts, row)
  local rings = facts["virtnet.rings"]
  if not rings then return nil end
  return rings:where { netns = row.netns, device = row.device, direction = row.direction,
                       queue = row.queue }[1]
end

-- Calls of the handlers of an interrupt, and those with nothing to do; nil when nobody counted.
function guest.handled(facts, irq)
  local handlers = facts["virtnet.handlers"]
  if not handlers then return nil end
  local rows = handlers:where { irq = irq }
  return rows:sum("calls"), rows:sum("none")
end

function guest.device(facts, row)
  local devices = facts["virtnet.devices"]
  return devices and devices:where { netns = row.netns, device = row.device }[1]
end

-- How long busy polling may spin, in us, and the settings as they are; nil when it is off.
function guest.busy_polling(facts, row)
  local device = guest.device(facts, row)
  local poll, read = device and device.busy_poll or 0, device and device.busy_read or 0
  if poll == 0 and read == 0 then return nil end
  return math.max(poll, read), poll, read
end

-- Packets that a queue received, or nil: of the driver, which since 6.11 tells it to nobody who asks by
-- ethtool, else those that its polls took.
function guest.received(facts, row)
  local traffic, polls = facts["nic.queue_traffic"], facts["virtnet.polls"]
  local of = traffic and traffic:where { netns = row.netns, device = row.device,
                                         queue = row.queue }[1]
  if of and of.rx_packets then return of.rx_packets, "nic.queue_traffic" end
  of = polls and polls:where { netns = row.netns, device = row.device, direction = "rx",
                               queue = row.queue }[1]
  return of and of.packets, "virtnet.polls"
end

-- The CPU that took most of an interrupt, or nil.
function guest.cpu_of(facts, irq)
  local best
  local counts = facts["interrupts.counts"]
  if not counts then return nil end
  for row in counts:where { irq = irq }:each() do
    if best == nil or row.count > best.count then best = row end
  end
  return best and best.cpu
end

return guest
