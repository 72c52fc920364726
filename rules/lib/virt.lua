-- What the rules about virtual machines share: queues put together from the tap to the guest.

local virt = {}

local limits = data.virt

local function same(facts, name, row, ring)
  local all = facts[name]
  if not all then return nil end
  return all:where({ netns = row.netns, device = row.device, queue = row.queue, ring = ring })[1]
end

-- Of the process that owns a queue: its name as people know it.
local function name_of(facts, pid)
  local all = facts["vms.processes"]
  local row = all and all:where({ pid = pid })[1]
  return row and row.vm or "pid " .. pid, row
end

local function thread(facts, tid)
  local all = facts["vms.threads"]
  return tid and all and all:where({ tid = tid })[1] or nil
end

-- Every virtqueue towards a guest, with what is known of it: tap, ring, guest, traffic, worker, vm.
function virt.queues(facts)
  local list = {}
  if not facts["vhost.rings"] then return list end
  for ring in facts["vhost.rings"]:where({ ring = "to_guest" }):each() do
    local taps = facts["tap.queues"]
    local vm, process = name_of(facts, ring.pid)
    list[#list + 1] = {
      netns = ring.netns, device = ring.device, queue = ring.queue, pid = ring.pid,
      ring = ring, vm = vm, process = process, worker = thread(facts, ring.worker),
      tap = taps and taps:where({ netns = ring.netns, device = ring.device,
                                  queue = ring.queue })[1],
      guest = same(facts, "vhost.guest", ring, "to_guest"),
      traffic = same(facts, "vhost.traffic", ring, "to_guest"),
      from = same(facts, "vhost.traffic", ring, "from_guest"),
    }
  end
  return list
end

-- The queues of each device, as a list of lists.
function virt.devices(queues)
  local list, known = {}, {}
  for _, queue in ipairs(queues) do
    local key = queue.netns .. "/" .. queue.device
    if not known[key] then
      known[key] = { netns = queue.netns, device = queue.device, vm = queue.vm, pid = queue.pid }
      list[#list + 1] = known[key]
    end
    table.insert(known[key], queue)
  end
  return list
end

-- What waits for the guest.
function virt.waiting(queue)
  return (queue.tap and queue.tap.waiting or 0) + (queue.ring.held or 0)
end

-- Since when nothing was given to the guest, in ms; without the programs only the whole window tells.
function virt.still_ms(queue)
  if queue.traffic then return queue.traffic.standing_ms end
  if queue.ring.used_moved ~= 0 or (queue.tap and queue.tap.got_moved or 0) ~= 0 then return 0 end
  return limits.standing_ms
end

-- Why the guest gets nothing: "stopped" or "frozen" (its process), "starved" (no buffer is posted, as
-- the ring itself says), "unseen" (no buffer that vhost knows of); nil when it could be served.
function virt.reason(queue)
  local state = queue.worker and queue.worker.state or ""
  local process = queue.process and queue.process.state or ""
  if state == "T" or state == "t" or process == "T" or process == "t" then return "stopped" end
  if queue.guest and queue.guest.available then
    if queue.guest.available == 0 then return "starved" end
    return nil
  end
  if queue.ring.known_available == 0 then return "unseen" end
  return nil
end

-- Whether something came for it in the window. A few packets that wait for a guest whose interface has
-- been down since long (a second NIC that it does not use) are nobody's harm. Without the programs a full ring
-- may have turned some away.
local function is_wanted(queue)
  if queue.traffic then return queue.traffic.put + queue.traffic.full >= data.severity.floor end
  return queue.tap ~= nil and ((queue.tap.put_moved or 0) > 0 or queue.tap.full)
end

function virt.stands(queue)
  return virt.waiting(queue) > 0 and virt.still_ms(queue) >= limits.standing_ms and
    virt.reason(queue) ~= nil and is_wanted(queue)
end

-- Whether it was served while another one had stood still for so long already. That nothing comes for it
-- any more is no standing still.
function virt.moves(queue, still_ms)
  if virt.stands(queue) then return false end
  if queue.traffic then
    return queue.traffic.packets > 0 and queue.traffic.standing_ms + limits.standing_ms <= still_ms
  end
  return (queue.ring.used_moved or 0) > 0
end

-- How many queues of its device are.
function virt.moving(device, still_ms)
  local moving = 0
  for _, queue in ipairs(device) do
    if virt.moves(queue, still_ms) then moving = moving + 1 end
  end
  return moving
end

-- Sums over queues: what a tap's full ring turned away, what waits, what was given to the guest.
function virt.sum(queues)
  local full, waiting, packets = 0, 0, 0
  for _, queue in ipairs(queues) do
    full = full + (queue.traffic and queue.traffic.full or 0)
    waiting = waiting + virt.waiting(queue)
    packets = packets + (queue.traffic and queue.traffic.packets or 0)
  end
  return full, waiting, packets
end

-- Whether so many lost packets beside those that got through are a harm: one of a million is none.
function virt.harmed(lost, carried)
  return lost >= data.severity.floor and
    lost >= data.severity.fault.attention * (lost + (carried or 0))
end

-- Workers with what they did: { thread, run, wait (shares of the window), wait_us, queues, full,
-- packets }.
function virt.workers(queues)
  local list, known = {}, {}
  for _, queue in ipairs(queues) do
    local row = queue.worker
    if row and row.elapsed_us > 0 then
      local worker = known[row.tid]
      if not worker then
        worker = { thread = row, run = row.run_us / row.elapsed_us,
                   wait = row.wait_us / row.elapsed_us, wait_us = row.wait_us, queues = {} }
        known[row.tid] = worker
        list[#list + 1] = worker
      end
      table.insert(worker.queues, queue)
    end
  end
  for _, worker in ipairs(list) do
    worker.full, worker.waiting, worker.packets = virt.sum(worker.queues)
  end
  return list
end

-- Waits far longer than sharing a CPU with one other task would make it.
function virt.waits(worker)
  return worker.wait >= limits.waiting.share and
    worker.wait_us >= limits.waiting.times * worker.thread.run_us
end

-- The task that used most of a worker's CPU besides the VM's own workers: its row of cpu.tasks.
function virt.rival(facts, worker)
  local tasks, best = facts["cpu.tasks"], nil
  if not tasks then return nil end
  for row in tasks:where({ cpu = worker.thread.cpu }):each() do
    local own = thread(facts, row.tid)
    -- What measures is no rival: on a host that is small enough for it to matter its guard sees to that.
    if (row.share or 0) >= limits.other and row.thread ~= "netdoctor" and
       (not own or own.role ~= "vhost") and (best == nil or row.share > best.share) then
      best = row
    end
  end
  return best
end

-- Where a finding about a queue, a device or a worker is.
function virt.where(queue, worker)
  local where = { netns = queue.netns, device = queue.device, vm = queue.vm, pid = queue.pid }
  if worker then
    where.queue, where.thread, where.cpu = worker.queues[1].queue, worker.thread.thread, worker.thread.cpu
  end
  return where
end

-- The sentence of a rule that found nothing sick, or cannot know: without a tap there is no VM;
-- with one whose queues could not be read nobody knows.
function virt.nothing(facts, values)
  if facts["tap.queues"] and #facts["tap.queues"] == 0 then return ruled_out { text = "none" } end
  if #facts["vms.taps"] == 0 then return ruled_out { text = "none" } end
  if not facts["vhost.rings"] then return undecided { text = "unread" } end
  return ruled_out { values = values }
end

-- As above, for rules that judge by what was counted.
function virt.uncounted(facts)
  return #facts["vms.taps"] > 0 and facts["vhost.rings"] and #facts["vhost.rings"] > 0 and
    not facts["vhost.traffic"]
end

-- Judges times of each queue towards a guest, whose columns begin with `kind` ("wake", "wait"):
-- `found(queue, severity, delay, values)` makes the finding. By p99 with 1,000 of them, else by p50.
function virt.judge_times(facts, kind, found)
  local list, most, seen = {}, 0, false
  if virt.uncounted(facts) then return undecided { text = "uncounted" } end
  for _, queue in ipairs(virt.queues(facts)) do
    local row = queue.traffic
    local samples = row and row[kind .. "s"] or 0
    if samples >= limits.samples then
      local p50, p99 = row[kind .. "_p50_us"] or 0, row[kind .. "_p99_us"] or 0
      local delay = samples >= 1000 and p99 or p50
      local severity = delay >= limits.delay_us.abnormal and "abnormal" or "attention"
      if delay >= limits.delay_us.attention then
        list[#list + 1] = found(queue, severity, delay,
          { delay = math.floor(delay), p50 = math.floor(p50), p99 = math.floor(p99), samples = samples,
            threshold = limits.delay_us[severity] })
      end
      most, seen = math.max(most, math.floor(delay)), true
    end
  end
  if #list > 0 then return list end
  if not seen and facts["vhost.traffic"] and #facts["vhost.traffic"] > 0 then
    return ruled_out { text = "few", values = { samples = limits.samples } }
  end
  return virt.nothing(facts, { delay = most })
end

-- Texts that every rule here has.
function virt.texts(texts)
  texts.none = { "no process here holds a tap: there is no virtual machine",
                 "本机没有持有 TAP 的进程：没有虚拟机" }
  texts.unread = { "there are taps, and what their queues do could not be read",
                   "存在 TAP，但其队列状态无法读取" }
  return texts
end

virt.needs = { "vms.taps" }
virt.uses = { "vms.processes", "vms.threads", "tap.queues", "vhost.rings", "vhost.guest",
              "vhost.traffic" }

return virt
