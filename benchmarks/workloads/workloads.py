"""What is measured: each workload by its name, in the words of the report."""

from __future__ import annotations

#: Questions to the list of commitments; nothing is kept between answers.
LISTS = {
    "first": "first page",
    "area": "one area",
    "several": "area, country and status",
    "broad": "a broad area",
    "deep": "page 1,000, or the last",
    "rare": "a rare word",
    "common": "a common word",
    "word": "a common word, area and country",
    "random": "random filters",
}
AGREEMENT = "agreement"
#: Pages as readers get them in everyday use: kept, or not sent at all.
KEPT, UNCHANGED = "kept", "unchanged"
#: The first answers of a server that was just started.
START, COLD = "start", "cold"

WORKLOADS = {
    **LISTS,
    AGREEMENT: "an agreement's page",
    KEPT: "first page, kept by the server",
    UNCHANGED: "first page, not changed (304)",
    START: "first page after the start",
    COLD: "a common word after the start",
}
