-- The words that rules and flows are written in. Each returns plain data; unknown fields, wrong types
-- and missing translations are errors at load time, so that a typo cannot make a rule that never
-- speaks.

local function check(what, given, fields)
  if type(given) ~= "table" then error(what .. " takes a table", 3) end
  for name in pairs(given) do
    if fields[name] == nil then
      error(("%s has no field '%s'"):format(what, tostring(name)), 3)
    end
  end
  for name, kind in pairs(fields) do
    local value = given[name]
    local optional = kind:sub(1, 1) == "?"
    if optional then kind = kind:sub(2) end
    if value == nil and not optional then
      error(("%s lacks '%s'"):format(what, name), 3)
    end
    if value ~= nil and kind ~= "any" and type(value) ~= kind then
      error(("%s: '%s' is a %s, not a %s"):format(what, name, type(value), kind), 3)
    end
  end
end

-- Each text is { "English", "Chinese" }.
local function check_texts(what, texts)
  for name, text in pairs(texts) do
    if type(text) ~= "table" or type(text[1]) ~= "string" or type(text[2]) ~= "string" then
      error(("%s: text '%s' is not { English, Chinese }"):format(what, tostring(name)), 3)
    end
  end
end

local words = {}

-- classes of severity, see data/severity.lua
local classes = { fault = true, decision = true, delay = true, state = true }
local risks = { none = true, brief = true, disruptive = true }

-- A rule of losses may also see how they went over time.
local function add_series(given)
  for _, need in ipairs(given.needs) do
    if need == "losses" then
      local details = { "drops.series", "links.series" }
      for _, name in ipairs(given.details or {}) do details[#details + 1] = name end
      given.details = details
      return
    end
  end
end

function words.rule(given)
  check("a rule", given, {
    title = "table", class = "string", needs = "table", uses = "?table", details = "?table",
    essential = "?boolean", texts = "table", advice = "?table", judge = "function",
  })
  check_texts("a rule", { title = given.title })
  check_texts("a rule", given.texts)
  if not classes[given.class] then error("a rule: class '" .. given.class .. "' is unknown", 2) end
  for _, advice in ipairs(given.advice or {}) do
    check("an advice", advice, {
      name = "?string", text = "table", command = "?string", undo = "?string", risk = "string",
      anywhere = "?boolean",
    })
    check_texts("an advice", { text = advice.text })
    if not risks[advice.risk] then error("an advice: risk '" .. advice.risk .. "' is unknown", 2) end
  end
  add_series(given)
  for _, text in ipairs { "confirmed", "ruled_out" } do
    if not given.texts[text] then error("a rule lacks the text '" .. text .. "'", 2) end
  end
  given.kind = "rule"
  return given
end

local function outcome(name, fields)
  words[name] = function (given)
    given = given or {}
    check(name, given, fields)
    given.outcome = name
    return given
  end
end

local found = {
  where = "table", values = "?table", text = "?string", severity = "?string",
  confidence = "number", lost = "?number", carried = "?number", excess = "?number",
  evidence = "table", advice = "?table",
}
outcome("confirmed", found)
outcome("suspected", found)
outcome("ruled_out", { values = "?table", text = "?string" })
outcome("undecided", { values = "?table", text = "string" })

function words.flow(given)
  check("a flow", given, { title = "table", stages = "table" })
  check_texts("a flow", { title = given.title })
  for _, stage in ipairs(given.stages) do
    check("a stage", stage, { name = "string", title = "table", ask = "?table", detail = "?table",
      when = "?table" })
    check_texts("a stage", { title = stage.title })
  end
  given.kind = "flow"
  return given
end

-- Conditions only build tables, so that they can be printed, checked and drawn.
function words.found(rule) return { op = "found", rule = rule } end
function words.any(list) return { op = "any", list = list } end
function words.all(list) return { op = "all", list = list } end

return words
