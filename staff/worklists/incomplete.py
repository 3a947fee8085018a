"""What is public and incomplete, and passages that do not stand in their sources any more."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.change_log.cache import cached
from agreements.models import Agreement, LostPassage, Passage, Source
from agreements.rules.not_stated import CLAIMS, TEXTS, lacking_languages, untranslated, without_passage
from languages import LANGUAGES
from staff.worklists.entries import COUNTED, SHOWN, WorkList, WorklistEntry, whole_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

#: What an agreement has more than one of, and every language should have.
PARTS: dict[Any, str] = {model: field for model, field in TEXTS.items() if model is not Agreement}


def incomplete_agreements() -> QuerySet[Agreement]:
    """Published agreements in which a title or text lacks a language, or a claim rests on no passage."""
    lacking: Any = untranslated(TEXTS[Agreement])
    for model, field in PARTS.items():
        lacking |= Exists(model.objects.filter(untranslated(field), agreement=OuterRef("pk")).order_by())
    for model in CLAIMS:
        lacking |= Exists(model.objects.filter(without_passage(), agreement=OuterRef("pk")).order_by())
    return Agreement.objects.published().filter(lacking)


def _newest(found: QuerySet[Any]) -> list[int]:
    """The keys of the newest records of `found`, one more than are counted."""
    return list(found.order_by("-pk").values_list("pk", flat=True)[: COUNTED + 1])


def incomplete() -> WorkList:
    found = cached("incomplete", lambda: _newest(incomplete_agreements()))
    keys = found[:SHOWN]
    gaps = _gaps(keys)
    rows = Agreement.objects.in_bulk(keys)
    return WorkList(
        "incomplete",
        _("Published but incomplete"),
        _("Every published record is translated and evidenced."),
        [
            WorklistEntry.about(rows[key], "completeness", note=" · ".join(gaps.get(key, [])))
            for key in keys
            if key in rows
        ],
        min(len(found), COUNTED),
        whole_list("desk=incomplete"),
        is_more=len(found) > COUNTED,
    )


def _gaps(keys: list[int]) -> dict[int, list[str]]:
    """What each of the agreements lacks, in words; a fixed number of queries."""
    missing: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys([*LANGUAGES, "passage"], 0))
    for row in Agreement.objects.filter(pk__in=keys):
        for language in lacking_languages(row, TEXTS[Agreement]):
            missing[row.pk][language] += 1
    for model, field in PARTS.items():
        counted = {language: Count("pk", filter=untranslated(field, language)) for language in LANGUAGES}
        for row in _by_agreement(model.objects, keys).annotate(**counted):
            for language in LANGUAGES:
                missing[row["agreement"]][language] += row[language]
    for model in CLAIMS:
        for row in _by_agreement(model.objects.filter(without_passage()), keys).annotate(total=Count("pk")):
            missing[row["agreement"]]["passage"] += row["total"]
    words = {
        "kk": _("without Kazakh: %(count)s"),
        "ru": _("without Russian: %(count)s"),
        "en": _("without English: %(count)s"),
        "passage": _("without a passage: %(count)s"),
    }
    return {
        key: [words[what] % {"count": count} for what, count in found.items() if count]
        for key, found in missing.items()
    }


def _by_agreement(records: Any, keys: Iterable[int]) -> Any:
    return records.filter(agreement__in=keys).order_by().values("agreement")


def lost_passages() -> QuerySet[LostPassage]:
    """Passages, by their keys, whose words are not those that stand at their place in the source."""
    return LostPassage.objects.all()


def lost() -> WorkList:
    found = cached("lost passages", lambda: _newest(lost_passages()))
    keys = found[:SHOWN]
    before = Source.objects.filter(
        agreement=OuterRef("source__agreement"), number__lt=OuterRef("source__number")
    ).order_by()
    place = Subquery(before.values("agreement").annotate(total=Count("pk")).values("total"))
    rows: Any = Passage.objects.select_related("source__agreement").annotate(rank=place).in_bulk(keys)
    return WorkList(
        "lost",
        _("Passages that lost their place"),
        _("Every passage stands in its source."),
        [_lost_entry(rows[key]) for key in keys if key in rows],
        min(len(found), COUNTED),
        whole_list("place=lost", "passage"),
        is_more=len(found) > COUNTED,
    )


def _lost_entry(passage: Any) -> WorklistEntry:
    source = passage.source
    place = WorklistEntry.about(source.agreement, f"sources-{passage.rank or 0}")
    note = _("%(agreement)s, source %(number)s") % {
        "agreement": place.identifier or place.label,
        "number": source.number,
    }
    return WorklistEntry(
        pgettext("words of a source", "“%(words)s”") % {"words": passage}, source.language, place.address, note
    )
