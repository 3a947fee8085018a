"""Parties, officials and posts of a record beside those the registry has: a file makes new ones and changes none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from import_export.record_import.diff import ImportDifference
from import_export.record_import.row_keys import stated_values
from parties.models import Official, Party, Post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from import_export.record_format.rows import Row

PARTY, OFFICIAL, POST = "parties.party", "parties.official", "parties.post"
#: Columns that point to others, by which a row is known.
LINKS = frozenset({"parent", "official", "party"})


def wrong_people(rows: list[Row]) -> Iterator[str]:
    """Parties that the registry knows with another kind or country."""
    said = {row["fields"]["slug"]: row["fields"] for row in rows if row["model"] == PARTY}
    for party in Party.objects.filter(slug__in=said):
        fields = said[party.slug]
        if any(fields[name] != getattr(party, name) for name in ("kind", "country", "organisation_code")):
            yield _("The party “%(slug)s” is already known with another kind or country.") % {"slug": party.slug}


def new_people(rows: list[Row]) -> list[Row]:
    """The rows that would be new."""
    parties = set(Party.objects.filter(slug__in=_slugs(rows, PARTY)).values_list("slug", flat=True))
    officials = set(Official.objects.filter(slug__in=_slugs(rows, OFFICIAL)).values_list("slug", flat=True))
    held = Post.objects.filter(official__slug__in=_slugs(rows, OFFICIAL))
    posts = set(held.values_list("official__slug", "party__slug", "title_kk"))
    known: dict[str, set[Any]] = {PARTY: parties, OFFICIAL: officials, POST: posts}
    return [row for row in rows if row["model"] in known and _key(row) not in known[row["model"]]]


def said_otherwise(rows: list[Row]) -> list[ImportDifference]:
    """Of parties, officials and posts that are there: what the file says otherwise, and leaves as it is.

    What a file leaves blank says nothing.
    """
    slugs = _slugs(rows, OFFICIAL)
    there: dict[tuple[str, Any], Any] = {
        **{(PARTY, party.slug): party for party in Party.objects.filter(slug__in=_slugs(rows, PARTY))},
        **{(OFFICIAL, official.slug): official for official in Official.objects.filter(slug__in=slugs)},
        **{
            (POST, (post.official.slug, post.party.slug, post.title_kk)): post  # type: ignore[attr-defined]
            for post in Post.objects.filter(official__slug__in=slugs).select_related("official", "party")
        },
    }
    found = []
    for row in rows:
        record = there.get((row["model"], _key(row))) if row["model"] in (PARTY, OFFICIAL, POST) else None
        columns = [name for name in stated_values(row) if name not in LINKS and row["fields"][name]] if record else []
        differing = tuple(name for name in columns if (getattr(record, name) or "") != row["fields"][name])
        if differing:
            kept = {name: getattr(record, name) or "" for name in columns}
            found.append(ImportDifference({"model": row["model"], "fields": row["fields"] | kept}, row, differing))
    return found


def _slugs(rows: list[Row], model: str) -> list[str]:
    return [row["fields"]["slug"] for row in rows if row["model"] == model]


def _key(row: Row) -> Any:
    fields = row["fields"]
    if row["model"] == POST:
        return (*fields["official"], *fields["party"], fields["title_kk"])
    return fields["slug"]
