"""What the public lists can be asked: one definition of parameters, validation and labels for each list.

The page, and whatever else lists the same records, starts from the same filter object.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Commitment, Implementation, Modality
from database.key_lists import keys
from search.facets.facets import CodeFacet, CommitmentCodeFacet, ListFacet
from search.lists.indexed_list import FacetedFilterSet
from search.lists.rows import agreement_rows_with_status, commitment_rows
from search.lists.validators import ListFilterForm
from search.words.documents import BITS, COMMITMENTS
from search.words.excerpts import Excerpt, excerpts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from search.index.index import FacetIndex, IndexAnswer, IndexQuery
    from search.words.matches import Matches


class CommitmentFilter(FacetedFilterSet):
    """Commitments of published agreements."""

    path = "agreement__"
    relevance = _(
        "First those that have all the words in their own text, then those that need the title of their agreement."
    )

    class Meta:
        model = Commitment
        fields: tuple[str, ...] = ()
        form = ListFilterForm

    def own_facets(self) -> list[ListFacet]:
        return [
            CodeFacet("modality", "modality", _("Modality"), self.path, "modality", Modality),
            CodeFacet(
                "implementation", "implementation", _("Implementation"), self.path, "implementation", Implementation
            ),
        ]

    @classmethod
    def published(cls) -> QuerySet[Commitment]:
        return Commitment.objects.published()

    def rows(self, found: list[int]) -> list[Any]:
        return commitment_rows(found)

    def found_in_index(self, index: FacetIndex, question: IndexQuery) -> IndexAnswer:
        return index.of_commitments(question)

    def with_word(self, matches: Matches) -> Q:
        return _in_own_text(matches.commitments) | Q(agreement__in=keys(matches.titles.tolist()))

    def tiers(self, wanted: list[Matches]) -> list[Q]:
        return [_in_own_text(set.intersection(*(set(word.commitments) for word in wanted)))]


class AgreementFilter(FacetedFilterSet):
    """Published agreements."""

    relevance = _(
        "First those that have all the words in the title, then in the rest of the record, then in their sources."
    )

    class Meta:
        model = Agreement
        fields: tuple[str, ...] = ()
        form = ListFilterForm

    def own_facets(self) -> list[ListFacet]:
        return [
            CommitmentCodeFacet("modality", "modality", _("Modality"), codes=Modality),
            CommitmentCodeFacet("implementation", "implementation", _("Implementation"), codes=Implementation),
        ]

    @classmethod
    def published(cls) -> QuerySet[Agreement]:
        return Agreement.objects.published()

    def rows(self, found: list[int]) -> list[Any]:
        return agreement_rows_with_status(found, self.on)

    def found_in_index(self, index: FacetIndex, question: IndexQuery) -> IndexAnswer:
        return index.of_agreements(question)

    def with_word(self, matches: Matches) -> Q:
        return Q(pk__in=keys(matches.agreements()))

    def tiers(self, wanted: list[Matches]) -> list[Q]:
        by_word = [word.agreements_by_relevance()[:-1] for word in wanted]
        return [Q(pk__in=keys(set.intersection(*same))) for same in zip(*by_word, strict=True)]

    @cached_property
    def excerpts(self) -> dict[int, Excerpt]:
        """Where the words stand that the titles of the shown agreements do not have."""
        return excerpts(self.records, self.sought) if self.sought else {}


def _in_own_text(documents: Iterable[int]) -> Q:
    """Commitments whose own texts are among `documents`."""
    document = F("agreement") * (1 << BITS) + F("number") + COMMITMENTS
    found = Commitment.objects.order_by().annotate(document=document).filter(document__in=keys(documents))
    return Q(pk__in=found.values("pk"))
