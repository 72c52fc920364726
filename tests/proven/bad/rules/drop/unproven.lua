-- A rule that nobody ever confirmed, that needs what nobody measures, and that is half translated.
return rule {
  title = { "Nobody ever saw this", "Nobody ever saw this" },
  class = "fault",
  needs = { "no.such_fact" },
  texts = { confirmed = { "it happened", "" }, ruled_out = { "it did not happen", "未发生" } },
  advice = {},
  judge = function () return ruled_out {} end,
}
