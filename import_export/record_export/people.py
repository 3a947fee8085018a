"""Who stands in a record, as its file lists them: parties, officials with their posts, and the two sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agreements.models import Agreement, Side
from import_export.record_export.texts import drop_empty, texts
from import_export.record_format.parties import post_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from agreements.models import AgreementParty, PartyEvidence
    from parties.models import Party, Post


class People:
    """The parties and posts that one agreement names."""

    def __init__(self, agreement: Agreement) -> None:
        rows = list(agreement.agreement_parties.all())
        signing = [row.signatory for row in rows if row.signatory]
        speaking = [statement.speaker for statement in agreement.statements.all()]
        self.posts: dict[str, list[Post]] = {}
        for post in (*signing, *speaking):
            held = self.posts.setdefault(post.official.slug, [])
            if post not in held:
                held.append(post)
        employers = [post.party for posts in self.posts.values() for post in posts]
        self.parties: list[Party] = list(dict.fromkeys([*(row.party for row in rows), *employers]))

    def post_name(self, post: Post) -> str:
        """What names `post` in the file."""
        slug = post.official.slug
        return post_name(slug, self.posts[slug].index(post) + 1)

    def official_entries(self) -> list[dict[str, Any]]:
        return [_official(posts) for posts in self.posts.values()]


def _official(posts: list[Post]) -> dict[str, Any]:
    official, (first, *others) = posts[0].official, posts
    return drop_empty(
        claim=official.slug,
        slug=official.slug,
        name=texts(official, "name"),
        wikidata=official.wikidata,
        post=_post(first),
        other_posts=[_post(post) for post in others],
    )


def _post(post: Post) -> dict[str, Any]:
    return drop_empty(party=post.party.slug, title=texts(post, "title"), held=post.held)


def party_entries(people: People) -> list[dict[str, Any]]:
    """The parties by their present names."""
    return [party_entry(party) for party in people.parties]


def party_entry(party: Party) -> dict[str, Any]:
    return drop_empty(
        claim=f"{party.slug}, the party",
        slug=party.slug,
        name=texts(party, "name"),
        short_name=texts(party, "short_name"),
        kind=party.kind,
        country=party.country,
        organisation_code=party.organisation_code,
    )


def side_entries(
    agreement: Agreement, people: People, evidence: Callable[[Iterable[PartyEvidence]], list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """The first side, then the second; one that nobody stands on yet is there too."""
    rows = list(agreement.agreement_parties.all())
    return [
        {
            "claim": f"side {side.value}",
            "parties": [_side_party(row, people, evidence) for row in rows if row.side == side],
        }
        for side in Side
    ]


def _side_party(
    row: AgreementParty, people: People, evidence: Callable[[Iterable[PartyEvidence]], list[dict[str, Any]]]
) -> dict[str, Any]:
    return drop_empty(
        claim=f"{row.party.slug} as a party",
        party=row.party.slug,
        name=texts(row, "name"),
        role=row.role,
        signatory=people.post_name(row.signatory) if row.signatory else "",
        evidence=_claimed(row, evidence(row.evidence.all())),
    )


def _claimed(row: AgreementParty, entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"claim": f"{row.party.slug} as a party, evidence {place}", **entry}
        for place, entry in enumerate(entries, start=1)
    ]
