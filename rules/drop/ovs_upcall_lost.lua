-- A packet that found no flow goes to ovs-vswitchd, which decides. It never got there: the socket of
-- the handler was full, or nobody listened.

-- One of the two is named when it took this part.
local COVER = 0.8

-- What nobody listened for is freed as dropped, the rest shows in the datapath's counter alone.
local function without_handler(object)
  return object.rows:where({ source = "drops.kernel" }):sum("packets")
end

local function carried(facts, object)
  local rows = facts["ovs.datapaths"]:where { netns = object.where.netns }
  return math.max(0, rows:sum("missed") - rows:sum("lost"))
end

-- The row of a fact that has most of `column`, when it has most of all.
local function main_row(rows, column)
  local best
  for row in rows:each() do
    if row[column] and (best == nil or row[column] > best[column]) then best = row end
  end
  if best and best[column] > 0 and best[column] >= COVER * rows:sum(column) then return best end
end

local function name_handler(facts, where, values)
  local sockets = facts["ovs.sockets"]
  if not sockets then return end
  local here = sockets:where { netns = where.netns }
  local full = main_row(here, "drops")
  values.absent, values.sockets = 0, #here
  for row in here:each() do
    if not row.there then values.absent = values.absent + 1 end
  end
  if full then
    values.handler = full.portid
    where.cpu = full.cpu
  end
end

-- The value of a column that most of the watched failures share, or nil.
local function main_value(rows, column)
  local sums, best = {}, nil
  for row in rows:each() do
    local value = row[column]
    if value ~= nil and value ~= "" and value ~= 0 then
      sums[value] = (sums[value] or 0) + row.packets
      if best == nil or sums[value] > sums[best] then best = value end
    end
  end
  if best ~= nil and sums[best] >= COVER * rows:sum("packets") then return best end
end

-- What was watched while it happened: the error, the port, the handler.
local function name_failure(facts, where, values)
  local failures = facts["ovs.upcalls_lost"]
  if not failures then return end
  local here = failures:where { netns = where.netns }
  values.error = main_value(here, "error")
  where.device = where.device or main_value(here, "device")
  values.handler = values.handler or main_value(here, "handler")
end

local function name_port(facts, where)
  local ports = facts["ovs.ports"]
  local port = ports and main_row(ports:where { netns = where.netns }, "upcalls_lost")
  if port then where.device = port.device end
end

local function explain(facts, object, given)
  local where, values = object.where, given.values
  local datapath = lib.ovs.datapath(facts, where.netns, function (row) return row.lost end)
  local none = without_handler(object)
  where.bridge = datapath and datapath.datapath
  where.reason, where.location = nil, nil
  name_port(facts, where)
  name_handler(facts, where, values)
  name_failure(facts, where, values)
  values.none, values.full = none, object.lost - none
  given.advice = { "look", "threads" }
  if none >= COVER * object.lost then
    given.text, where.reason = "no_handler", "no_handler"
    where.cpu = nil
    given.advice = { "state", "restart" }
  elseif none <= (1 - COVER) * object.lost then
    given.text, where.reason = "full", "socket_full"
  end
end

return rule {
  title = { "Open vSwitch loses packets on the way to ovs-vswitchd", "Open vSwitch upcall 丢失" },
  class = "fault",
  essential = true,
  needs = { "losses", "losses.total", "ovs.datapaths" },
  uses = { "ovs.ports", "ovs.sockets", "drops.kernel", "drops.tuples" },
  details = { "ovs.upcalls_lost" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} packets without a flow ({share:percent})[[ in {bridge}]] never " ..
        "reached ovs-vswitchd: {full:count} found a full socket, {none:count} no handler",
      "[[{bridge} 中]] {total:count} 个未命中流表的数据包中有 {lost:count} 个（{share:percent}）未送达 ovs-vswitchd：" ..
        "{full:count} 个因套接字已满，{none:count} 个因无处理者" },
    full = {
      "{lost:count} of {total:count} packets without a flow ({share:percent})[[ in {bridge}]] never " ..
        "reached ovs-vswitchd: the socket of its handler was full[[ ({error})]][[, port " ..
        "id {handler}]]" ..
        "[[, most came in by {device}]]",
      "[[{bridge} 中]] {total:count} 个未命中流表的数据包中有 {lost:count} 个（{share:percent}）未送达 ovs-vswitchd：" ..
        "处理线程的套接字已满[[（{error}）]][[，port id {handler}]][[，多数来自 {device}]]" },
    no_handler = {
      "{lost:count} of {total:count} packets without a flow ({share:percent})[[ in {bridge}]] never " ..
        "reached ovs-vswitchd: nobody listened[[, {error}]][[ ({absent:count} of {sockets:count} sockets are " ..
        "gone)]][[, most came in by {device}]]",
      "[[{bridge} 中]] {total:count} 个未命中流表的数据包中有 {lost:count} 个（{share:percent}）未送达 ovs-vswitchd：" ..
        "无处理者监听[[，{error}]][[（{sockets:count} 个套接字中 {absent:count} 个已不存在）]][[，多数来自 {device}]]" },
    ruled_out = {
      "every packet without a flow was handed to ovs-vswitchd, or there is no Open vSwitch datapath",
      "所有未命中流表的数据包均已送达 ovs-vswitchd，或本机没有 Open vSwitch 数据路径" },
  },
  advice = {
    { name = "look",
      text = { "See whether the handlers of ovs-vswitchd run and get CPU: a stopped, starved or " ..
                 "pinned handler empties its socket too late.",
               "检查 ovs-vswitchd 的 handler 线程是否运行并得到 CPU：被停止、饥饿或绑核的线程来不及取走。" },
      command = "top -H -b -n 1 -p \"$(cat /run/openvswitch/ovs-vswitchd.pid)\"", risk = "none" },
    { name = "threads",
      text = { "Fewer misses help as well: see which flows come and go, and whether the flow table is " ..
                 "at its limit.",
               "减少未命中同样有效：查看哪些流频繁增删，流表是否已达上限。" },
      command = "ovs-appctl upcall/show", risk = "none" },
    { name = "state",
      text = { "See why ovs-vswitchd does not listen: not running, crashed, or without its sockets.",
               "查看 ovs-vswitchd 为何没有监听：未运行、崩溃或套接字未建立。" },
      command = "systemctl status ovs-vswitchd openvswitch-switch", risk = "none" },
    { name = "restart",
      text = { "Start it again (the unit is openvswitch on some distributions). OpenFlow rules that a controller " ..
                 "or agent wrote are gone until it writes them again.",
               "重新启动它（某些发行版的单元名为 openvswitch）。控制器或代理下发的 OpenFlow 规则会丢失，直到重新下发。" },
      command = "systemctl restart openvswitch-switch", risk = "disruptive" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "fault",
      by = { "netns" },
      carried = carried,
      carried_fact = "ovs.datapaths",
      extend = explain,
    })
  end,
}
