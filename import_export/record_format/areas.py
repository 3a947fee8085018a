"""The vocabulary of cooperation areas as people write it (fixtures/areas.yaml), checked and made into fixture rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from agreements.models import AreaLink, CooperationArea, Facet
from import_export.record_format.reader import ReaderContext, report_doubles
from import_export.record_format.rows import row
from languages import LANGUAGES

if TYPE_CHECKING:
    from import_export.record_format.reader import Node
    from import_export.record_format.rows import Row

FACETS = {"domains": Facet.DOMAIN, "forms": Facet.FORM}


def area_rows(content: Any, file: str) -> list[Row]:
    """The fixture of the vocabulary: its areas in the order of the file, then their links. Raises RecordRefused."""
    reading = ReaderContext(file)
    whole = reading.whole(content, " ".join(FACETS))
    areas: list[Row] = []
    links: list[Row] = []
    for key, facet in FACETS.items():
        entries = whole.entries(key, "label definition", "broader links native_check", named_by="code")
        areas += _areas(entries, facet)
        links += [link for entry in entries for link in _links(entry)]
    reading.refuse_if_wrong()
    return areas + links


def area_codes(rows: list[Row]) -> list[str]:
    """The codes of the areas among fixture rows."""
    return [row["fields"]["code"] for row in rows if row["model"] == CooperationArea._meta.label_lower]


def _areas(entries: list[Node], facet: Facet) -> list[Row]:
    """The areas of one facet; a broader one stands before its narrower ones, or `loaddata` would not find it."""
    rows: list[Row] = []
    for entry in entries:
        broader = entry.text("broader")
        if entry.has("broader") and broader not in area_codes(rows):
            entry.report(_("The broader area “%(code)s” must stand before it in the same facet.") % {"code": broader})
        columns = {"code": entry.column(CooperationArea, "code"), "facet": facet.value}
        texts = [_three_texts(entry, key) for key in ("label", "definition")]
        rows.append(row(CooperationArea, columns, *texts, {"broader": [broader] if broader else None}))
    labels = [entry.entry("label", "", " ".join(LANGUAGES)) for entry in entries]
    for language in LANGUAGES:
        report_doubles(labels, language, _("Another area of this facet has the label “%(value)s”."))
    return rows


def _three_texts(entry: Node, key: str) -> dict[str, str | None]:
    columns = entry.texts(CooperationArea, key)
    for language in ("ru", "en"):  # Kazakh is required of every text
        if entry.has(key) and not columns[f"{key}_{language}"]:
            entry.report(_("“%(key)s” lacks its text in “%(language)s”.") % {"key": key, "language": language})
    return columns


def _links(entry: Node) -> list[Row]:
    links = entry.entries("links", "scheme value", named_by="")
    report_doubles(links, "value", _("“%(value)s” is linked twice."))
    return [
        row(AreaLink, {"area": [entry.claim]}, {key: link.column(AreaLink, key) for key in ("scheme", "value")})
        for link in links
    ]
