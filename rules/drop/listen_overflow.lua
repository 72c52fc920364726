-- Connections that find the accept or SYN queue of a listening socket full. Nothing is "dropped" in
-- the kernel's own words; only the socket's and the namespace's counters tell.

-- What no socket tells of is less than this part where the sockets tell: their counts and that of the
-- namespace are not read in the same moment.
local APART = 0.2

local function part_of(facts, where)
  if where.port then return 1 end
  local rows = facts["losses"]:where { netns = where.netns }
  local all, nobodys = rows:sum("packets"), rows:where({ source = "protocol.counters" }):sum("packets")
  return nobodys < APART * all and 0 or 1
end

local function carried(facts, object)
  return lib.loss.counter(facts, object.where.netns, nil, "Tcp", "PassiveOpens")
end

local function name_queue(facts, object, given)
  local sockets = facts["sockets.listen"]
  if not sockets or not object.where.port then return end
  local rows = sockets:where { netns = object.where.netns, port = object.where.port }
  given.values.backlog = rows:max("backlog")
  given.values.backlog_max = rows:max("backlog_max")
end

return rule {
  title = { "A listening socket's queue overflows", "监听套接字队列溢出" },
  class = "fault",
  essential = true,
  needs = { "losses", "losses.total", "protocol.counters" },
  uses = { "sockets.listen" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} handshake packets found the queue of the listening socket full[[ on port " ..
        "{port}]], while {carried:count} connections were taken in[[: {backlog} wait to be " ..
        "accepted where {backlog_max} may]]",
      "{lost:count} 个握手报文因监听队列已满被拒[[，端口 {port}]]，同时建立了 {carried:count} 个连接" ..
        "[[：{backlog} 个等待 accept，上限 {backlog_max}]]" },
    ruled_out = {
      "no listening socket's queue overflowed in the window",
      "观察窗口内没有监听队列溢出" },
  },
  advice = {
    { name = "accept",
      text = { "The application accepts too slowly: look at the process that listens there. A " ..
                 "longer queue (the backlog of listen(), up to net.core.somaxconn) helps against " ..
                 "bursts only.",
               "应用 accept 过慢：检查监听该端口的进程。增大队列（listen() 的 backlog，受 net.core.somaxconn 限制）只对突发有用。" },
      command = "ss -lntp 'sport = :{port}'", risk = "none" },
    { name = "listeners",
      text = { "Find the listening socket whose Recv-Q has reached its Send-Q.",
               "找出 Recv-Q 达到 Send-Q 的监听套接字。" },
      command = "ss -lntp", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "fault",
      by = { "netns", "family", "protocol", "port" },
      part = part_of,
      carried = carried,
      carried_fact = "protocol.counters",
      extend = function (all, object, given)
        name_queue(all, object, given)
        given.advice = { object.where.port and "accept" or "listeners" }
      end,
    })
  end,
}
