-- What the rules about the host share: which CPU suffers, and by how much.

local host = {}

local limits = data.host.cpu

-- Seconds that a CPU's row stands for, or nil when they are too few.
function host.seconds(use)
  if use.ticks < limits.least_ticks then return nil end
  return use.ticks / limits.ticks_per_s
end

function host.busy(use)
  return math.max(0, 1 - use.idle - use.iowait)
end

-- The harm of a CPU in the window: { dropped, processed, share, squeezed_per_s, done }, where `done`
-- says that there is one, and `severity` how grave it is.
function host.harm(facts, use)
  local row = facts["softnet.counters"]:where { cpu = use.cpu }[1]
  local seconds = host.seconds(use)
  local harm = { dropped = 0, processed = 0, share = 0, squeezed_per_s = 0, done = false }
  if not row or not seconds then return harm end
  local fault = data.severity.fault
  harm.dropped, harm.processed = row.dropped, row.processed
  harm.share = row.dropped / math.max(1, row.dropped + row.processed)
  harm.squeezed_per_s = row.time_squeezed / seconds
  if harm.dropped >= data.severity.floor and harm.share >= fault.attention then
    harm.done = true
    harm.severity = harm.share >= fault.abnormal and "abnormal" or "attention"
  elseif harm.squeezed_per_s >= data.host.squeezed_per_s and host.busy(use) >= data.host.squeezed_busy then
    harm.done, harm.severity = true, "attention"
  end
  return harm
end

-- Whether a CPU that suffers can do so for what came in by the link. A bond counts what it gets of its
-- members once more.
function host.is_filled_by(link, harm)
  local rounds = link.master and link.master ~= "" and 2 or 1
  return rounds * (link.rx_packets or 0) >= data.host.queues.own * harm.processed
end

-- The task that used most of a CPU: thread, pid, share; or nil.
function host.task(facts, cpu)
  local tasks, best = facts["cpu.tasks"], nil
  if not tasks then return nil end
  for row in tasks:where { cpu = cpu }:each() do
    if row.share and (best == nil or row.share > best.share) then best = row end
  end
  return best
end

-- Numbers of a harm as evidence and as values of a sentence.
function host.add_harm(given, harm)
  given.values.dropped = harm.dropped
  given.values.processed = harm.processed
  given.values.squeezed = math.floor(harm.squeezed_per_s)
  if harm.dropped > 0 then
    given.lost, given.carried = harm.dropped, harm.processed
    given.evidence[#given.evidence + 1] = { fact = "softnet.counters", value = harm.dropped,
      unit = "packets", label = { "dropped by its backlog", "积压队列丢弃" } }
  end
  given.evidence[#given.evidence + 1] = { fact = "softnet.counters", value = harm.squeezed_per_s,
    unit = "per_s", label = { "polls that ended with work left", "未完成即结束的轮询" } }
end

-- The uplinks, as rows of nic.links.
function host.uplinks(facts)
  local list = {}
  for link in facts["nic.links"]:each() do
    if link.device and link.device ~= "" then list[#list + 1] = link end
  end
  return list
end

-- Those of them that are no virtio-net: a guest's queues and interrupts are judged by virt.*.
function host.physical(facts)
  local list = {}
  for _, link in ipairs(host.uplinks(facts)) do
    if link.driver ~= "virtio_net" then list[#list + 1] = link end
  end
  return list
end

-- Sum of a counter of nic.statistics by meaning. Drivers count one loss in several places: of those of
-- the device the largest counts, and of those of its queues their sum when that is larger.
function host.nic_count(facts, where, meaning)
  local all = facts["nic.statistics"]
  if not all then return 0 end
  local device, queues = 0, 0
  for row in all:where { netns = where.netns, device = where.device, meaning = meaning }:each() do
    if row.queue == nil or row.queue == "" then
      device = math.max(device, row.count)
    else
      queues = queues + row.count
    end
  end
  return math.max(device, queues)
end

-- Packets that a NIC lost because no receive descriptor was free.
function host.ring_lost(facts, link)
  return math.max(link.rx_missed or 0, host.nic_count(facts, link, "rx_ring_lost"))
end

-- CPUs that took a NIC's interrupts: a list of { cpu, count, queues }, busiest first, and their sum.
function host.interrupt_cpus(facts, device)
  local interrupts = facts["interrupts.counts"]
  local list, known, sum = {}, {}, 0
  if not interrupts then return list, sum end
  for row in interrupts:where { device = device }:each() do
    local entry = known[row.cpu]
    if not entry then
      entry = { cpu = row.cpu, count = 0, irq = row.irq, most = 0, affinity = row.affinity }
      known[row.cpu] = entry
      list[#list + 1] = entry
    end
    entry.count = entry.count + row.count
    if row.count > entry.most then
      entry.most, entry.irq, entry.affinity = row.count, row.irq, row.affinity
    end
    sum = sum + row.count
  end
  table.sort(list, function (a, b)
    if a.count ~= b.count then return a.count > b.count end
    return a.cpu < b.cpu
  end)
  return list, sum
end

-- The CPUs that are not isolated, as taskset takes them ("0-3,8"); all where they are.
function host.free_cpus(facts)
  local free, list = {}, {}
  for use in facts["cpu.use"]:each() do
    if use.isolated ~= true then free[#free + 1] = use.cpu end
  end
  if #free == 0 then
    for use in facts["cpu.use"]:each() do free[#free + 1] = use.cpu end
  end
  table.sort(free)
  local first = 1
  for i, cpu in ipairs(free) do
    if free[i + 1] ~= cpu + 1 then
      list[#list + 1] = first == i and tostring(cpu) or free[first] .. "-" .. cpu
      first = i + 1
    end
  end
  return table.concat(list, ",")
end

-- Whether some namespace of this host answers for the address, as far as they were read.
function host.owns(facts, address)
  local addresses = facts["addresses.own"]
  return addresses ~= nil and #addresses:where { address = address } > 0
end

return host
