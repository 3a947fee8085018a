"""A table of cooperation areas: what each line would change in the vocabulary. Nothing is ever taken out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import CooperationArea
from import_export.spreadsheets.columns import Kind, SheetColumn, column_of, text_columns
from import_export.spreadsheets.records import TreeReading
from languages import LANGUAGES

if TYPE_CHECKING:
    from import_export.spreadsheets.reader import TableEntry
    from import_export.spreadsheets.records import RecordLine, RecordTable

AREAS = Kind(
    "areas",
    gettext_lazy("Cooperation areas"),
    "code",
    (
        column_of(CooperationArea, "code", required=True),
        column_of(CooperationArea, "facet", required=True),
        SheetColumn(
            "broader",
            CooperationArea._meta.get_field("broader").verbose_name,
            gettext_lazy("The code of an area of the same facet."),
            named=CooperationArea,
        ),
        *text_columns(CooperationArea, "label", required=True),
        *text_columns(CooperationArea, "definition", required=True),
    ),
)


def area_table(raw: bytes, name: str, *, lock: bool = False) -> RecordTable:
    """What the table would change. Raises NotATable and TableRefused."""
    return AreaReading(lock=lock).table(raw, name)


class AreaReading(TreeReading):
    kind = AREAS
    model = CooperationArea
    needed = gettext_lazy("A new area needs this.")
    above = "broader"
    nothing_above = gettext_lazy("There is no such area; one of this table must stand before those that are narrower.")

    def look_up(self, entries: list[TableEntry]) -> None:  # noqa: ARG002 the whole vocabulary is looked at
        """The whole vocabulary, each area there once: so circles show that two lines make together."""
        areas = {area.pk: area for area in self.everything()}
        for area in areas.values():
            area.broader = areas.get(area.broader_id)
        self.known = {area.code: area for area in areas.values()}

    def check(self, found: list[RecordLine]) -> None:
        """What two lines do together, or one to an area that has no line."""
        line_of = {each.record.code: each.line for each in found if each.columns}
        labels: dict[tuple[str, str, str], Any] = {}
        for area in self.known.values():
            above = area.broader
            line = max(line_of.get(area.code, 0), line_of.get(above.code, 0) if above else 0)
            if above and line and above.facet != area.facet:
                words = {"area": area.code, "broader": above.code}
                message = _("%(area)s stands below %(broader)s: both belong to the same facet.") % words
                self.reading.report(line, "facet", message)
            for language in LANGUAGES:
                label = getattr(area, f"label_{language}")
                other = labels.setdefault((area.facet, language, label), area) if label else area
                if other is not area:
                    line = max(line_of.get(area.code, 0), line_of.get(other.code, 0))
                    message = _("Another area of this facet has this label.")
                    self.reading.report(line, f"label_{language}", message)
