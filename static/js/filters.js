// Opens the facets beside the results in browsers whose CSS cannot (see lists.css).
"use strict";

const filters = document.getElementById("filters");
if (filters && !CSS.supports("selector(::details-content)")) {
  const wide = window.matchMedia("(min-width: 60rem)");
  const follow = () => {
    filters.open = wide.matches;
  };
  wide.addEventListener("change", follow);
  follow();
}
