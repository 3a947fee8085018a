/* The workbench: words selected in a source go into the rows of the form. Where they stand is found by the server. */
"use strict";

{
  const bench = document.getElementById("workbench");
  const menu = bench?.querySelector(".workbench-menu");
  const texts = [...(bench?.querySelectorAll(".workbench-text") ?? [])];
  const BEFORE = 100;
  const REST = 250;
  let chosen = null;
  let telling = null;

  const say = (template, words) => {
    menu.querySelector(".workbench-selected").textContent = template.replace("{words}", () => words);
  };

  // Reading with a caret: what is selected can be seen, heard and changed by keyboard, and nothing can be typed.
  const readWithCaret = (text) => {
    const asServed = text.innerHTML;
    const attributes = {
      contenteditable: "true", role: "textbox", "aria-readonly": "true", "aria-multiline": "true", tabindex: "0",
      inputmode: "none", spellcheck: "false", "aria-label": text.dataset.label, "aria-describedby": "workbench-help",
    };
    for (const [name, value] of Object.entries(attributes)) text.setAttribute(name, value);
    text.addEventListener("beforeinput", (event) => event.preventDefault());
    // What an input method has composed cannot be prevented.
    text.addEventListener("input", () => { text.innerHTML = asServed; });
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      offer(); // the browser tells of a selection a moment after the key that made it
      if (chosen) menu.querySelector("select").focus();
    });
  };

  const selectedIn = (text) => {
    const selection = document.getSelection();
    if (!selection.rangeCount || !selection.getRangeAt(0).intersectsNode(text)) return null;
    const range = selection.getRangeAt(0).cloneRange();
    if (!text.contains(range.startContainer)) range.setStart(text, 0);
    if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
    const ahead = document.createRange();
    ahead.setStart(text, 0);
    ahead.setEnd(range.startContainer, range.startOffset);
    const raw = range.toString();
    const words = raw.trim();
    if (!words) return null;
    const before = ahead.toString() + raw.slice(0, raw.length - raw.trimStart().length);
    return { text, range, words, before };
  };

  const offer = () => {
    const current = texts.map(selectedIn).find(Boolean);
    // A selection elsewhere, such as in a field, leaves the chosen words as they are; a caret in a text drops them.
    if (!current && !texts.includes(document.activeElement)) return;
    chosen = current ?? null;
    for (const button of menu.querySelectorAll("button")) button.disabled = !chosen;
    // Told once the selection rests, or a screen reader would hear each letter twice.
    window.clearTimeout(telling);
    telling = window.setTimeout(() => {
      if (chosen) say(bench.dataset.selected, chosen.words);
      else say(bench.dataset.nothing, "");
    }, REST);
  };

  const backTo = ({ text, range }) => {
    text.closest("details").open = true;
    text.focus();
    const selection = document.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    text.scrollIntoView({ block: "nearest" });
  };

  const field = (row, name) => document.getElementsByName(`${row}-${name}`)[0];

  const fill = (row, name, value) => {
    const input = field(row, name);
    if (!input) return;
    input.value = value;
    for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
  };

  // Django's own button adds the row, so that it is one like any other.
  const addRow = async (part) => {
    if (!await window.deskRows.prepare(part)) return null;
    const row = `${part}-${document.getElementById(`id_${part}-TOTAL_FORMS`)?.value}`;
    document.querySelector(`#${part}-group .add-row a`)?.click();
    return document.getElementById(row) ? row : null;
  };

  const show = (row, name) => {
    const target = field(row, name) ?? document.getElementById(row);
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const panel = target.closest(".ui-tabs-panel");
    if (panel) document.querySelector(`.ui-tabs-nav [aria-controls="${CSS.escape(panel.id)}"] a`)?.click();
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  };

  const leadBack = (row, words) => {
    const place = field(row, "quoted")?.closest(".form-row") ?? document.getElementById(row);
    if (place.querySelector(".workbench-back")) return;
    const link = document.createElement("a");
    link.className = "workbench-back";
    link.href = `#${words.text.id}`;
    link.textContent = bench.dataset.back;
    link.addEventListener("click", (event) => { event.preventDefault(); backTo(words); });
    place.append(link);
  };

  const occurrences = (text, words) => text.split(words).length - 1;

  const quote = (row, { text, words, before }) => {
    fill(row, "quoted", words);
    fill(row, "quoted_from", text.dataset.number);
    fill(row, "quoted_place", text.dataset.row ? `${text.dataset.row}@${[...before].length}` : "");
    const several = occurrences(text.textContent, words) > 1;
    const just = before.replace(/\s+/g, " ").slice(-BEFORE);
    fill(row, "quoted_after", several ? just.slice(just.length < BEFORE ? 0 : just.indexOf(" ") + 1).trim() : "");
  };

  const number = (part) => {
    const rows = document.querySelectorAll(`#${part}-group .inline-related:not(.empty-form)`);
    return Math.max(0, ...[...rows].map((row) => Number(window.deskRows.value(row.id, "number")) || 0)) + 1;
  };

  const newRow = async (part, words) => {
    const row = await addRow(part);
    if (!row) return null;
    const language = words.text.lang;
    quote(row, words);
    if (part === "agreement_parties") {
      fill(row, `name_${language}`, words.words.replace(/\s+/g, " "));
    } else if (part !== "events") {
      fill(row, "number", number(part));
      fill(row, `text_${language}`, words.words);
    }
    const next = { events: "kind", agreement_parties: "party" }[part] ?? `text_${language}`;
    return { row, name: field(row, next) ? next : "quoted" };
  };

  const evidence = async (words) => {
    const [part, name, party] = menu.querySelector("select").value.split(":");
    if (part === "row") {
      if (!await window.deskRows.open(name)) return null;
      if (field(name, "quoted").value) {
        say(bench.dataset.waiting, "");
        return null;
      }
      quote(name, words);
      return { row: name, name: "quoted" };
    }
    const row = await addRow(part);
    if (!row) return null;
    if (party) fill(row, "agreement_party", party);
    fill(row, "field", name);
    quote(row, words);
    return { row, name: "quoted" };
  };

  const use = async (kind) => {
    if (!chosen) return;
    window.clearTimeout(telling);
    const words = chosen;
    const made = await (kind === "evidence" ? evidence(words) : newRow(kind, words));
    if (!made) return;
    say(bench.dataset.added, words.words);
    leadBack(made.row, words);
    // The tabs of the new row's languages are made after it.
    window.setTimeout(() => show(made.row, made.name), 0);
  };

  if (menu) {
    menu.hidden = false;
    texts.forEach(readWithCaret);
    document.addEventListener("selectionchange", offer);
    menu.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-use]");
      if (button) use(button.dataset.use);
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && chosen) backTo(chosen);
    });
  }

  // The name of the day goes into the row of its party.
  for (const button of bench?.querySelectorAll(".workbench-name") ?? []) {
    const key = document.querySelector(`input[name^="agreement_parties-"][name$="-id"][value="${button.dataset.party}"]`);
    if (!key) continue;
    const row = key.name.slice(0, -"-id".length);
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const name of ["name_kk", "name_ru", "name_en"]) {
        if (button.dataset[name]) fill(row, name, button.dataset[name]);
      }
      show(row, "name_kk");
    });
  }
}

// Areas that the words of a commitment speak of: offered below the field, chosen by the editor only.
{
  const asked = document.getElementById("area-suggestions");
  const LANGUAGES = ["kk", "ru", "en"];
  const PAUSE = 500;
  let timer = null;

  const suggest = async (row) => {
    const select = document.getElementsByName(`${row}-areas`)[0];
    if (!select) return;
    const given = new FormData();
    given.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    for (const language of LANGUAGES) given.append(language, document.getElementsByName(`${row}-text_${language}`)[0]?.value ?? "");
    const answer = await fetch(asked.dataset.url, { method: "POST", body: given });
    if (!answer.ok) return;
    const place = select.closest(".form-row");
    place.querySelector(".desk-suggestions")?.remove();
    place.insertAdjacentHTML("beforeend", await answer.text());
    for (const button of place.querySelectorAll(".desk-suggestions button")) {
      if ([...select.selectedOptions].some((option) => option.value === button.value)) button.parentElement.remove();
    }
    if (!place.querySelector(".desk-suggestions button")) place.querySelector(".desk-suggestions")?.remove();
  };

  const choose = (button) => {
    const select = button.closest(".form-row").querySelector("select");
    const known = [...select.options].find((option) => option.value === button.value);
    if (known) known.selected = true;
    else select.add(new Option(button.dataset.label, button.value, true, true));
    window.django.jQuery(select).trigger("change");
    select.dispatchEvent(new Event("change", { bubbles: true }));
    const list = button.closest(".desk-suggestions");
    const next = button.parentElement.nextElementSibling ?? button.parentElement.previousElementSibling;
    button.parentElement.remove();
    if (next) next.querySelector("button").focus();
    else {
      list.remove();
      select.parentElement.querySelector(".select2-search__field, .select2-selection")?.focus();
    }
  };

  if (asked) {
    document.addEventListener("input", (event) => {
      const row = /^(commitments-\d+)-text_/.exec(event.target.name ?? "")?.[1];
      if (!row) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => suggest(row), PAUSE);
    });
    document.addEventListener("click", (event) => {
      const button = event.target.closest(".desk-suggestions button");
      if (button) choose(button);
    });
  }
}

// Records that may be of the same instrument are looked for while its title, parties and events are typed, and
// dates that are impossible or contradict each other are told.
{
  const guards = document.querySelector(".workbench-guards");
  const list = guards?.querySelector(".workbench-duplicates");
  const DATES = /^(events-\d+-date|sources-\d+-published|commitments-\d+-due)$/;
  const WATCHED = /^(title_(kk|ru|en)|type|agreement_parties-\d+-(side|party)|events-\d+-(kind|by|preferred|DELETE))$/;
  const PAUSE = 700;
  let timer = null;

  const value = (name) => document.getElementsByName(name)[0]?.value ?? "";
  const DATED = { events: "date", sources: "published", commitments: "due" };
  const rows = (part) => [...Array(Number(value(`${part}-TOTAL_FORMS`))).keys()].map((number) => `${part}-${number}`);

  const look = async () => {
    const given = new FormData();
    given.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    given.append("agreement", guards.dataset.agreement);
    given.append("type", value("type"));
    for (const language of ["kk", "ru", "en"]) given.append(language, value(`title_${language}`));
    for (const row of rows("agreement_parties")) given.append(`side-${value(`${row}-side`)}`, value(`${row}-party`));
    for (const [part, name] of Object.entries(DATED)) {
      for (const row of rows(part)) given.append("date", window.deskRows.value(row, name));
    }
    for (const row of rows("events")) {
      if (window.deskRows.value(row, "preferred") || document.getElementsByName(`${row}-DELETE`)[0]?.checked) continue;
      for (const name of ["kind", "date", "by"]) given.append(`event-${name}`, window.deskRows.value(row, name));
      if (window.deskRows.value(row, "kind") === "signed") given.append("signed", window.deskRows.value(row, "date"));
    }
    const answer = await fetch(guards.dataset.url, { method: "POST", body: given });
    if (!answer.ok) return;
    list.innerHTML = await answer.text();
    guards.hidden = !guards.querySelector("li");
  };

  if (list) {
    const lookSoon = (event) => {
      const name = event.target.name ?? "";
      if (!WATCHED.test(name) && !DATES.test(name)) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(look, PAUSE);
    };
    document.addEventListener("input", lookSoon);
    // A choice with search tells of its change through jQuery only.
    window.addEventListener("load", () => window.django?.jQuery(document).on("change", lookSoon));
  }
}
