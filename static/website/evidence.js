// Record and source side by side: choosing a claim shows its words, choosing words shows their claims.
// Without this file the same links work as plain anchors.
"use strict";

const wide = window.matchMedia("(min-width: 72rem)");
const panel = document.querySelector(".sources");

const followWidth = () => {
  document.documentElement.classList.toggle("has-panel", wide.matches);
};

const forgetChoice = () => {
  for (const element of document.querySelectorAll(".is-chosen")) element.classList.remove("is-chosen");
};

/** Segments of the source under the passage `key` ("1-0-56"). */
const segmentsOf = (key) =>
  [...panel.querySelectorAll(".marked")].filter((segment) => segment.dataset.passages.split(" ").includes(key));

/** Scroll only the panel, so that the record stays where it is read. */
const scrollPanelTo = (element) => {
  const offset = element.getBoundingClientRect().top - panel.getBoundingClientRect().top;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  panel.scrollTo({ top: panel.scrollTop + offset - panel.clientHeight / 3, behavior: still ? "auto" : "smooth" });
};

/** Mark the words of the passage `key` and the claims that rest on it. Returns both. */
const choose = (keys) => {
  forgetChoice();
  const segments = keys.flatMap(segmentsOf);
  const claims = [];
  for (const key of keys) {
    for (const link of document.querySelectorAll(`#claims-${key} .claim-links a`)) {
      const claim = document.getElementById(link.hash.slice(1));
      if (claim) claims.push(claim);
    }
  }
  for (const element of [...segments, ...claims]) element.classList.add("is-chosen");
  return { segments, claims };
};

const remember = (hash) => window.history.replaceState(null, "", hash);

const showWords = (event, link) => {
  const { segments } = choose([link.hash.slice("#passage-".length)]);
  if (!wide.matches || !segments.length) return;
  event.preventDefault();
  remember(link.hash);
  scrollPanelTo(segments[0]);
  segments[0].focus({ preventScroll: true });
};

const showClaims = (event, link) => {
  const keys = link.dataset.passages.trim().split(" ");
  const { claims } = choose(keys);
  if (!wide.matches || !claims.length) return;
  event.preventDefault();
  remember(link.hash);
  const first = claims.find((claim) => claim.matches(".promise")) || claims[0];
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
  first.scrollIntoView({ block: "center" });
};

const showFromAddress = () => {
  const { hash } = window.location;
  if (!hash.startsWith("#passage-")) return;
  const { segments, claims } = choose([hash.slice("#passage-".length)]);
  if (!wide.matches || !segments.length) return;
  if (claims.length) (claims.find((claim) => claim.matches(".promise")) || claims[0]).scrollIntoView({ block: "center" });
  scrollPanelTo(segments[0]);
};

/** Browsers that cannot show a folded part by style (static/website/record.css) get it opened where there is room or paper. */
const openFolded = () => {
  for (const folded of document.querySelectorAll(".in-sentence, .rests")) folded.open = true;
};

if (!CSS.supports("selector(::details-content)")) {
  if (window.matchMedia("(min-width: 48rem)").matches) openFolded();
  window.addEventListener("beforeprint", openFolded);
}

if (panel) {
  wide.addEventListener("change", followWidth);
  followWidth();
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#']");
    if (!link || link.pathname !== window.location.pathname || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.hash.startsWith("#passage-")) showWords(event, link);
    else if (link.matches(".marked")) showClaims(event, link);
    else forgetChoice();
  });
  window.addEventListener("load", showFromAddress);
}
