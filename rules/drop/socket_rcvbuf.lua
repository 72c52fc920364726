-- The receiver's socket buffer is full: the application reads later than packets arrive. The device
-- pointer of such a packet is none (it lies in a union), and its namespace comes from the socket.

-- What lies unread, and how much may: the socket's own numbers.
local function name_buffer(facts, object, given)
  local sockets = facts["sockets.udp"]
  if not sockets or object.where.protocol ~= "udp" or not object.where.port then return end
  local rows = sockets:where { netns = object.where.netns, port = object.where.port }
  given.values.rcvbuf = rows:max("rcvbuf")
  given.values.queued = rows:max("queued_bytes")
end

return rule {
  title = { "A receiving socket's buffer is full", "接收套接字缓冲区已满" },
  class = "fault",
  essential = true,
  needs = { "losses", "losses.total", "protocol.counters" },
  uses = { "drops.kernel", "drops.tuples", "sockets.udp" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count}[[ {protocol}]] packets ({share:percent}) found the buffer of " ..
        "their socket full[[ on port {port}]][[: {queued:bytes} lie unread where {rcvbuf:bytes} " ..
        "may]]",
      "{total:count} 个[[ {protocol}]] 数据包中有 {lost:count} 个（{share:percent}）因套接字缓冲区已满而丢弃" ..
        "[[，端口 {port}]][[：未读 {queued:bytes}，上限 {rcvbuf:bytes}]]" },
  },
  advice = {
    { name = "reader",
      text = { "The reader is too slow or stands still: find the process and what it waits for. A " ..
                 "larger buffer helps against bursts only.",
               "读取进程过慢或停住：找出该进程及其等待的原因。增大缓冲区只对突发有用。" },
      command = "ss -atunmp 'sport = :{port}'", risk = "none" },
    { name = "readers",
      text = { "Find the socket whose Recv-Q stands high: its process reads too slowly.",
               "找出 Recv-Q 居高不下的套接字：其进程读取过慢。" },
      command = "ss -atunmp", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "fault",
      by = { "netns", "family", "protocol" },
      carried = lib.loss.delivered,
      carried_fact = "protocol.counters",
      extend = function (all, object, given)
        name_buffer(all, object, given)
        given.advice = { object.where.port and "reader" or "readers" }
      end,
    })
  end,
}
