// Lists without a reload: htmx fetches the page of the new address and swaps the part with the list (#list). This file
// keeps what the reader was doing across the swap, announces the new count, and falls back to plain navigation.
// Without scripts the same form and links work by themselves.
"use strict";

// Facets stand open beside the results; this is for browsers whose CSS cannot (see lists.css).
const filters = document.getElementById("filters");
if (filters && !CSS.supports("selector(::details-content)")) {
  const wide = window.matchMedia("(min-width: 60rem)");
  const follow = () => {
    document.getElementById("filters").open = wide.matches;
  };
  wide.addEventListener("change", follow);
  follow();
}

const frame = document.getElementById("list-frame");
const TYPED = "input[type=search], input.year";
let kept = null;
let entered = false;

// With scripts what is chosen is found at once: the button says how many, and leads to them.
function tellHowMany() {
  const button = document.getElementById("filter-apply");
  if (button?.dataset.shown) button.textContent = button.dataset.shown;
}
tellHowMany();
document.querySelector(".problems")?.focus();

// A year that is not finished is not asked for: htmx holds the form back, and this says why.
frame?.addEventListener("change", () => {
  const problem = document.getElementById("filter-year-problem");
  const years = [...frame.querySelectorAll("input.year")];
  for (const year of years) {
    if (year.validity.valid) year.removeAttribute("aria-invalid");
    else year.setAttribute("aria-invalid", "true");
  }
  const told = years.every((year) => year.validity.valid) ? "" : problem.dataset.problem;
  if (problem.textContent !== told) problem.textContent = told;
});

// Enter in a field means `submit`, and a field that finds choices has asked already: their `change` asks nothing more.
frame?.addEventListener("keydown", (event) => {
  entered = event.key === "Enter";
});
frame?.addEventListener("keyup", () => {
  entered = false;
});
frame?.addEventListener("htmx:confirm", (event) => {
  const cause = event.detail.triggeringEvent;
  if (cause?.type === "change" && (entered || cause.target.matches(".find-choices"))) event.preventDefault();
});

// What is typed to find a choice is no step to go back to, and no part of an address that is kept or passed on.
document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
  const { history, requestConfig } = event.detail;
  if (!history.type) return;
  if (requestConfig.triggeringEvent?.type === "input") history.type = "replace";
  const [path, query = ""] = history.path.split("?");
  const kept = query.split("&").filter((part) => part && !part.startsWith("find-"));
  history.path = kept.length ? `${path}?${kept.join("&")}` : path;
});

// An address names only what is asked for.
frame?.addEventListener("htmx:configRequest", (event) => {
  const asked = event.detail.parameters;
  for (const name of new Set(Object.keys(asked))) {
    const values = [asked[name]].flat().filter((value) => value !== "");
    delete asked[name];
    if (values.length) asked[name] = values;
  }
});

frame?.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  // A question that was refused comes with the whole form, and with what is wrong on top.
  if (xhr.status === 400 && xhr.responseText.includes('id="list-frame"')) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
  const focused = document.activeElement;
  kept = {
    open: new Map([...frame.querySelectorAll("details[id]")].map((part) => [part.id, part.open])),
    applied: requestConfig?.triggeringEvent?.submitter?.id === "filter-apply",
    focused: frame.contains(focused) ? focused : null,
    height: focused.getBoundingClientRect().top,
    facet: focused.closest(".facet, .filters")?.firstElementChild.id,
  };
});

frame?.addEventListener("htmx:afterSwap", () => {
  if (!kept) return;
  for (const [id, open] of kept.open) {
    const part = document.getElementById(id);
    if (part) part.open = open;
  }
  const count = frame.querySelector(".result-count");
  document.getElementById("list-announced").textContent = count ? count.textContent : "";
  for (const link of document.querySelectorAll(".languages a")) link.search = location.search;
  tellHowMany();
  const problems = frame.querySelector(".problems");
  if (problems) problems.focus();
  else if (kept.applied && !window.matchMedia("(min-width: 60rem)").matches) showResults();
  else if (kept.focused) keepFocus(kept);
  kept = null;
});

function showResults() {
  document.getElementById("filters").open = false;
  document.getElementById("list-heading").focus();
}

// The same control is focused at the same height, with what was typed into it meanwhile.
function keepFocus({ focused: before, facet, height }) {
  const now = before.id ? document.getElementById(before.id) : null;
  if (!now) {
    const instead = document.getElementById(facet) ?? document.getElementById("list-heading");
    instead.focus({ preventScroll: true });
    return;
  }
  const folded = now.closest("details:not([open])");
  if (folded && !now.closest("summary")) folded.open = true;
  now.focus({ preventScroll: true });
  if (now.matches(TYPED)) {
    now.value = before.value;
    now.setSelectionRange(before.selectionStart, before.selectionEnd);
  }
  window.scrollBy({ top: now.getBoundingClientRect().top - height, behavior: "instant" });
}

// A server in trouble, no network: the browser goes there and shows what there is.
for (const trouble of ["htmx:responseError", "htmx:sendError", "htmx:timeout", "htmx:swapError"]) {
  frame?.addEventListener(trouble, (event) => {
    const { finalRequestPath, requestPath } = event.detail.pathInfo;
    location.assign(finalRequestPath || requestPath);
  });
}
