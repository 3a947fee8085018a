/* Small helps for the editors' pages; everything works without them. */
"use strict";

{
  // jQuery UI makes each tab's link focusable inside the tab, which already is: one stop for the keyboard is enough.
  const plainTabs = () => {
    const tabs = (window.jQuery || window.django?.jQuery)?.ui?.tabs;
    // Without its link jQuery UI would ask the tab for an address; every tab of ours shows a part of the page.
    if (tabs) tabs.prototype._isLocal = () => true;
    for (const link of document.querySelectorAll(".ui-tabs-nav a[href]")) {
      link.removeAttribute("href");
      link.removeAttribute("tabindex");
    }
  };

  // select2 names its box by what is chosen, so an empty one has no name: add the field's label.
  const nameChoices = () => {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
      const box = select.parentElement.querySelector(".select2-selection");
      if (!label || !box) continue;
      label.id = `${select.id}-label`;
      const named = box.getAttribute("aria-labelledby");
      box.setAttribute("aria-labelledby", named ? `${label.id} ${named}` : label.id);
      const chosen = box.querySelector(".select2-selection__rendered[role]");
      if (chosen) chosen.setAttribute("aria-labelledby", label.id);
      const search = box.querySelector("input.select2-search__field");
      if (search) search.setAttribute("aria-labelledby", label.id);
    }
  };

  const improve = () => window.setTimeout(() => { plainTabs(); nameChoices(); }, 0);
  document.addEventListener("formset:added", improve);
  window.addEventListener("load", improve);
}

document.addEventListener("DOMContentLoaded", () => {
  // The switch that turns all language tabs at once has no name of its own and starts at its first language.
  window.setTimeout(() => {
    const mainSwitch = document.getElementById("modeltranslation-main-switch");
    if (!mainSwitch) return;
    const languages = document.querySelector(".desk-languages");
    mainSwitch.setAttribute("aria-label", languages ? languages.dataset.texts : "");
    for (const option of mainSwitch.options) {
      option.selected = option.text === document.documentElement.lang;
    }
  }, 0);

  guardTypedWork();
  openErrors();
});

// Typed work is not left behind unasked: neither by the forms beside the record nor by leaving.
function guardTypedWork() {
  const record = document.querySelector("#content-main > form[id$='_form']");
  if (!record) return;
  const besides = document.querySelectorAll("form.desk-move, form.desk-comment, form.desk-resolve");
  const unsaved = document.querySelector("form.desk-move[data-unsaved], form.desk-comment[data-unsaved]");
  let leaving = false;
  // A page that came back with errors holds what was typed before.
  let changed = document.querySelector(".errornote") !== null;
  record.addEventListener("input", () => { changed = true; });
  record.addEventListener("change", () => { changed = true; });
  record.addEventListener("submit", () => { leaving = true; });
  for (const form of besides) form.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.question;
    const warning = form.dataset.unsaved || unsaved?.dataset.unsaved;
    const agreed = (!changed || window.confirm(warning)) && (!question || window.confirm(question));
    if (agreed) leaving = true;
    else event.preventDefault();
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed && !leaving) event.preventDefault();
  });
}

// Folds with errors start open, and links of the lists of errors, gaps and comments lead into folds and language tabs.
function openErrors() {
  const show = (place) => {
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const panel = place.closest(".ui-tabs-panel");
    const tab = panel && document.querySelector(`.ui-tabs-nav [aria-controls="${CSS.escape(panel.id)}"] a`);
    if (tab) tab.click();
  };
  const lead = async (anchor) => {
    const place = anchor && (document.getElementById(anchor) ?? await window.deskRows?.place(anchor));
    if (!place) return;
    // The tabs of a row that was just fetched are made after it.
    window.setTimeout(() => { show(place); place.scrollIntoView({ block: "center" }); place.focus(); }, 0);
  };
  for (const error of document.querySelectorAll("details .errorlist")) show(error);
  for (const list of document.querySelectorAll(".desk-errors, .desk-panel, .desk-comments")) {
    list.addEventListener("click", (event) => lead(event.target.closest("a")?.hash.slice(1)));
  }
  // From elsewhere into a row that is not open yet.
  const asked = window.location.hash.slice(1);
  if (asked && !document.getElementById(asked)) lead(asked);
}
