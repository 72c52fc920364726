-- Questions and their answers, as the fact answers.pairs counts them at every device.

local answers = {}

-- So many answers make a conversation by turns.
local ANSWERED = 10

-- Whether what was asked was to be answered: an echo always, of UDP only where the other end answered
-- every question in turn, and most of them.
local function is_due(row)
  if row.protocol ~= "udp" then return true end
  return row.doubled == 0 and row.answers >= ANSWERED and row.answers >= row.questions / 2
end

local function end_of(row)
  return table.concat({ row.family, row.protocol, row.dst, row.dport }, " ")
end

-- Each conversation once, the worst first; `wanted(row)` says which. One that passes several devices
-- stands at each: at its own socket's is the best place, of somebody behind this host it is the last
-- device, which the fewest questions reached.
function answers.conversations(facts, wanted)
  local own, best, list = {}, {}, {}
  for row in facts["answers.pairs"]:each() do
    if not row.passing then own[end_of(row)] = true end
  end
  for row in facts["answers.pairs"]:each() do
    local key = end_of(row) .. " " .. row.src .. " " .. row.sport
    if wanted(row) and is_due(row) and not (row.passing and own[end_of(row)]) and
       (not best[key] or row.questions < best[key].questions) then
      best[key] = row
    end
  end
  for _, row in pairs(best) do list[#list + 1] = row end
  table.sort(list, function (a, b)
    if a.unanswered ~= b.unanswered then return a.unanswered > b.unanswered end
    return end_of(a) .. a.src .. a.sport < end_of(b) .. b.src .. b.sport
  end)
  return list
end

return answers
