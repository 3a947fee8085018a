"""Who stands in a record file: parties, officials with their posts, and the two sides of the agreement."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.models import AgreementParty, Side
from import_export.record_format.reader import report_doubles
from import_export.record_format.rows import row
from parties.models import Official, Party, PartyKind, Post

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from import_export.record_format.reader import Node
    from import_export.record_format.rows import Key, Row

PARTY = ("slug name kind", "short_name country organisation_code")
OFFICIAL = ("slug name post", "wikidata other_posts")
POST = ("party title", "held")
SIDE_PARTY = ("party name role", "signatory evidence")


def party_rows(entries: list[Node]) -> list[Row]:
    """The parties. That one is part of another, no record file says yet."""
    report_doubles(entries, "slug", _("Another party has the slug “%(value)s”."))
    for entry in entries:
        _require_code(entry)
    return [
        row(
            Party,
            {"slug": entry.column(Party, "slug")},
            entry.texts(Party, "name"),
            entry.texts(Party, "short_name"),
            {key: entry.column(Party, key) for key in ("kind", "country", "organisation_code")},
            {"parent": None},
        )
        for entry in entries
    ]


def _require_code(entry: Node) -> None:
    """An international organisation has its own code, any other party its country's: identifiers are made of them."""
    is_organisation = entry.text("kind") == PartyKind.INTERNATIONAL_ORGANISATION
    needed, other = ("organisation_code", "country") if is_organisation else ("country", "organisation_code")
    if not entry.reading.unfinished:
        entry.require(needed)
    if entry.has(other):
        entry.report(_("An international organisation has a code and no country; any other party has no code."))


def official_rows(entries: list[Node]) -> list[Row]:
    """The officials."""
    report_doubles(entries, "slug", _("Another official has the slug “%(value)s”."))
    return [
        row(
            Official,
            {"slug": entry.column(Official, "slug")},
            entry.texts(Official, "name"),
            {"wikidata": entry.column(Official, "wikidata")},
        )
        for entry in entries
    ]


def post_rows(entries: list[Node], parties: Collection[str]) -> list[Row]:
    """The post of each official: the one held when signing or speaking. `parties` are the known slugs.

    Who signed in one post and spoke in another has the second one among `other_posts`.
    """
    rows = []
    for entry in entries:
        for post in (entry.entry("post", *POST), *entry.entries("other_posts", *POST, named_by="")):
            columns = {"official": [entry.text("slug")], "party": [_known_party(post, parties)]}
            rows.append(row(Post, columns, post.texts(Post, "title"), post.partial_date(Post, "held")))
    return rows


def posts_by_official(rows: list[Row]) -> dict[str, Key]:
    """The natural key of each post, by what names it: its official's slug, and `slug:2` for another of theirs."""
    found: dict[str, Key] = {}
    counts: Counter[str] = Counter()
    for each in rows:
        post = each["fields"]
        slug = post["official"][0]
        counts[slug] += 1
        found[post_name(slug, counts[slug])] = [slug, *post["party"], post["title_kk"]]
    return found


def post_name(slug: str, place: int) -> str:
    """What names a post of an official in a record file: no slug has a colon."""
    return slug if place == 1 else f"{slug}:{place}"


def _known_party(entry: Node, parties: Collection[str]) -> str:
    slug = entry.text("party")
    if entry.has("party") and slug not in parties:
        entry.report(_("“%(slug)s” is no party of this record.") % {"slug": slug})
    return slug


def known_post(entry: Node, key: str, posts: Mapping[str, Key]) -> Key | None:
    """The post of the official named under `key`; None if nobody is named."""
    slug = entry.text(key)
    if entry.has(key) and slug not in posts:
        entry.report(_("“%(slug)s” is no official of this record.") % {"slug": slug})
    return posts.get(slug)


def side_entries(whole: Node) -> list[list[Node]]:
    """The parties listed on each side; exactly two sides, a party or more on each, none on both."""
    sides = whole.entries("sides", "parties")
    if whole.has("sides") and len(sides) != len(Side):
        whole.report(_("An agreement has exactly two sides, not %(count)s.") % {"count": len(sides)})
    listed = [side.entries("parties", *SIDE_PARTY) for side in sides]
    for side, parties in zip(sides, listed, strict=True):
        if side.has("parties") and not parties and not side.reading.unfinished:
            side.report(_("This side has no party."))
    everyone = [entry for parties in listed for entry in parties]
    report_doubles(everyone, "party", _("“%(value)s” is already on one of the sides."))
    return listed


def side_rows(agreement: Key, sides: list[list[Node]], parties: Collection[str], posts: Mapping[str, Key]) -> list[Row]:
    """The parties as they stand in the agreement, first side first."""
    return [
        row(
            AgreementParty,
            {"agreement": agreement, "side": number, "party": [_known_party(entry, parties)]},
            entry.texts(AgreementParty, "name"),
            {"role": entry.column(AgreementParty, "role"), "signatory": known_post(entry, "signatory", posts)},
        )
        for number, entries in enumerate(sides, start=1)
        for entry in entries
    ]
