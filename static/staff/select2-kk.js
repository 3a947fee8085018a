/* What a choice with search says, in Kazakh: select2 itself has no Kazakh. */
"use strict";

(window.django?.jQuery || window.jQuery)?.fn.select2?.amd.define("select2/i18n/kk", [], () => ({
  errorLoading: () => "Нәтижелерді жүктеу мүмкін болмады.",
  inputTooLong: ({ input, maximum }) => `${input.length - maximum} таңба артық.`,
  inputTooShort: ({ input, minimum }) => `Тағы кемінде ${minimum - input.length} таңба теріңіз.`,
  loadingMore: () => "Жүктелуде…",
  maximumSelected: ({ maximum }) => `${maximum} мәннен артық таңдауға болмайды.`,
  noResults: () => "Ештеңе табылмады",
  searching: () => "Ізделуде…",
  removeAllItems: () => "Барлығын алып тастау",
  removeItem: () => "Алып тастау",
  search: () => "Іздеу",
}));

// Django marks what it has no translation for as lang="None"; the rows still to be added are copied from those here.
for (const select of document.querySelectorAll("select.admin-autocomplete")) select.lang = "kk";
