// Suggestions below the search box (htmx fetches them): arrows lead through them, Escape and leaving put them away.
"use strict";

const form = document.getElementById("site-search");
const box = form && form.querySelector("input");
const list = document.getElementById("suggestions");

const putAway = () => {
  list.replaceChildren();
  document.getElementById("suggestions-count").replaceChildren();
};

const step = (event, by) => {
  const stops = [box, ...list.querySelectorAll("a")];
  const next = stops[stops.indexOf(document.activeElement) + by];
  if (stops.length < 2 || !next) return;
  event.preventDefault();
  next.focus();
};

if (form) {
  form.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") step(event, 1);
    else if (event.key === "ArrowUp") step(event, -1);
    else if (event.key === "Escape" && list.childElementCount) {
      event.preventDefault();
      putAway();
      box.focus();
    }
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) putAway();
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target)) putAway();
  });
  // An answer that comes when the reader is elsewhere already is not shown.
  list.addEventListener("htmx:beforeSwap", (event) => {
    if (!form.contains(document.activeElement)) event.detail.shouldSwap = false;
  });
}
