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

// What is typed to find a choice is no step to go back to.
document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
  const { history, requestConfig } = event.detail;
  if (history.type && requestConfig.triggeringEvent?.type === "input") history.type = "replace";
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

frame?.addEventListener("htmx:beforeSwap", () => {
  const focused = document.activeElement;
  kept = {
    open: new Map([...frame.querySelectorAll("details[id]")].map((part) => [part.id, part.open])),
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
  if (kept.focused) keepFocus(kept);
  kept = null;
});

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

// A refused question, a server in trouble, no network: the browser goes there and shows what there is.
for (const trouble of ["htmx:responseError", "htmx:sendError", "htmx:timeout", "htmx:swapError"]) {
  frame?.addEventListener(trouble, (event) => {
    const { finalRequestPath, requestPath } = event.detail.pathInfo;
    location.assign(finalRequestPath || requestPath);
  });
}
