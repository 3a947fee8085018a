"""Parties, officials and posts of a record beside those the registry has: a file makes new ones and changes none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from parties.models import Official, Party, Post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreements.fixture_rows import Row

PARTY, OFFICIAL, POST = "parties.party", "parties.official", "parties.post"


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


def _slugs(rows: list[Row], model: str) -> list[str]:
    return [row["fields"]["slug"] for row in rows if row["model"] == model]


def _key(row: Row) -> Any:
    fields = row["fields"]
    if row["model"] == POST:
        return (*fields["official"], *fields["party"], fields["title_kk"])
    return fields["slug"]
