/* Rows of a record's page: the page has their headings, and their fields come when a row is opened or added. */
"use strict";

window.deskRows = (() => {
  const $ = window.django.jQuery;
  const jQueryUi = window.jQuery ?? $;
  const PLACE = /^(?:id_)?([a-z_]+-\d+)(?:-|$)/;
  const pending = new WeakMap();

  const group = (place) => place.closest(".inline-group");

  const ask = async (place, parameters) => {
    const answer = await fetch(`${group(place).dataset.rowFields}?${new URLSearchParams(parameters)}`);
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    return answer.text();
  };

  // One request for each place, however often it is asked for; after a failure it may be asked for again.
  const once = (place, fetched) => {
    if (!pending.has(place)) {
      place.parentElement.querySelector(":scope > .desk-not-fetched")?.remove();
      pending.set(place, fetched(place).catch(() => {
        pending.delete(place);
        const told = document.createElement("p");
        told.className = "errornote desk-not-fetched";
        told.setAttribute("role", "alert");
        told.textContent = group(place).dataset.notFetched;
        place.after(told);
        return false;
      }));
    }
    return pending.get(place);
  };

  const labelOf = (tab) => (typeof Intl.DisplayNames === "function"
    ? new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(tab) : tab);

  // The language tabs of a row that is fetched after the page was loaded, as django-modeltranslation makes them.
  const tabs = (row) => {
    const texts = new Map();
    for (const field of row.querySelectorAll(".mt")) {
      const [, name, language] = /mt-field-(\w+)-(\w+)/.exec(field.className) ?? [];
      if (!name) continue;
      if (!texts.has(name)) texts.set(name, new Map());
      texts.get(name).set(language, field);
    }
    const main = document.getElementById("modeltranslation-main-switch");
    for (const fields of texts.values()) {
      const list = document.createElement("ul");
      const box = document.createElement("div");
      const languages = [...fields.keys()];
      [...fields.values()][0].closest(".form-row").before(box);
      box.append(list);
      for (const [language, field] of fields) {
        const line = field.closest(".form-row");
        const label = line.querySelector("label");
        if (label) label.textContent = label.textContent.replace(/ \[.+\]/, "");
        const panel = document.createElement("div");
        panel.id = `tab_${field.id}`;
        panel.append(line);
        box.append(panel);
        const tab = document.createElement("li");
        const link = document.createElement("a");
        if (label?.classList.contains("required")) tab.className = "required";
        link.href = `#${panel.id}`;
        link.title = labelOf(language);
        link.textContent = language;
        tab.append(link);
        list.append(tab);
      }
      jQueryUi(box).tabs({ active: Math.max(0, languages.indexOf(main?.selectedOptions[0]?.text)) });
      main?.addEventListener("change", () => {
        jQueryUi(box).tabs("option", "active", Math.max(0, languages.indexOf(main.selectedOptions[0].text)));
      });
    }
  };

  const fill = async (fold) => {
    const row = fold.closest(".inline-related");
    const html = await ask(fold, { row: row.id, key: fold.dataset.key });
    fold.querySelector(":scope > input[type=hidden]")?.remove();
    fold.insertAdjacentHTML("beforeend", html);
    delete fold.dataset.key;
    tabs(fold);
    $(fold).find(".related-widget-wrapper select").trigger("change");
    fold.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: row.id } }));
    return true;
  };

  const fillEmpty = async (empty) => {
    const mark = empty.querySelector(":scope > .mt");
    empty.innerHTML = await ask(empty, { row: empty.id.replace(/-empty$/, "-__prefix__") });
    if (mark) empty.append(mark);
    delete empty.dataset.unfetched;
    return true;
  };

  const closed = (row) => row?.querySelector(":scope > details[data-key]");

  // The fields of a row, there once the promise is kept: true, or false where they could not be fetched.
  const open = (id) => {
    const row = document.getElementById(id);
    const fold = closed(row);
    if (!fold) return Promise.resolve(row !== null);
    fold.open = true;
    return once(fold, fill);
  };

  // A place of the page by its anchor, fetched first if it stands in a closed row; null where there is none.
  const place = async (anchor) => {
    const row = PLACE.exec(anchor)?.[1];
    if (!document.getElementById(anchor) && row) await open(row);
    return document.getElementById(anchor) ?? document.getElementById(row);
  };

  // An empty row that can be added to a part: true, or false where it could not be fetched.
  const prepare = (part) => {
    const empty = document.getElementById(`${part}-empty`);
    if (!empty) return Promise.resolve(false);
    return empty.dataset.unfetched === undefined ? Promise.resolve(true) : once(empty, fillEmpty);
  };

  // The value of a field, of a row that nobody opened too.
  const value = (row, name) => {
    const field = document.getElementsByName(`${row}-${name}`)[0];
    if (field) return field.value;
    const fold = closed(document.getElementById(row));
    return fold ? JSON.parse(fold.dataset.values)[name] ?? "" : "";
  };

  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details[data-key]") && event.target.open) once(event.target, fill);
  }, true);

  // Django's own button copies the empty row: it is fetched before the button is heard.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.(".inline-group .add-row a");
    const empty = link && group(link).querySelector(":scope > fieldset > [data-unfetched]");
    if (!empty) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await once(empty, fillEmpty)) link.click();
  }, true);

  return { open, place, prepare, value };
})();
