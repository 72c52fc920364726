-- A packet is looked up once for every mask of the flow table until one fits: many masks make every
-- lookup long.

local limits = data.ovs.masks

return rule {
  title = { "Too many masks are looked at for each packet", "每个数据包查找的掩码过多" },
  class = "state",
  needs = { "ovs.datapaths" },
  texts = {
    confirmed = {
      "the datapath[[ {bridge}]] looked at {each:count} masks for each of {packets:count} packets; its flows have " ..
        "{masks:count} different masks",
      "数据路径[[ {bridge} ]]为 {packets:count} 个数据包平均各查找 {each:count} 个掩码；其流共有 {masks:count} 种掩码" },
    ruled_out = {
      "at most {each:count} masks were looked at for a packet",
      "每个数据包最多平均查找 {each:count} 个掩码" },
    few = {
      "fewer than {packets:count} packets were looked up, too few to tell",
      "查找的数据包少于 {packets:count} 个，不足以判断" },
  },
  advice = {
    { text = { "See which fields and prefix lengths the flows match: every combination is a mask. " ..
                 "OpenFlow rules of many different prefix lengths or port ranges make many; so can " ..
                 "somebody who sends packets made for it.",
               "查看各流匹配的字段与前缀长度：每种组合都是一个掩码。前缀长度或端口范围各异的 OpenFlow 规则会产生大量掩码；" ..
                 "恶意构造的流量也会。" },
      command = "ovs-appctl dpctl/dump-flows -m", risk = "none" },
  },
  judge = function (facts)
    local list, most, seen = {}, 0, false
    for datapath in facts["ovs.datapaths"]:each() do
      local _, packets = lib.ovs.misses(datapath)
      if packets >= limits.packets and datapath.mask_hit then
        local each = datapath.mask_hit / packets
        local severity = lib.ovs.severity(each, limits.each)
        if severity and datapath.masks >= limits.masks then
          list[#list + 1] = confirmed {
            where = { netns = datapath.netns, bridge = datapath.datapath },
            severity = severity,
            confidence = 0.9,
            values = { each = each, packets = packets, masks = datapath.masks },
            evidence = {
              { fact = "ovs.datapaths", value = datapath.masks, unit = "entries",
                label = { "masks in the table", "表中掩码" } },
              { fact = "ovs.datapaths", value = each, unit = "count",
                label = { "masks looked at for each packet", "每包查找的掩码" } },
            },
          }
        end
        most, seen = math.max(most, each), true
      end
    end
    if #list > 0 then return list end
    if not seen then return ruled_out { text = "few", values = { packets = limits.packets } } end
    return ruled_out { values = { each = most } }
  end,
}
