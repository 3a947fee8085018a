"""What the public lists can be asked: one definition of parameters, validation and labels for each list.

The page, and whatever else lists the same records, starts from the same filter object.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.faceted_list import FacetedFilterSet
from agreements.facets import CodeFacet, Facet
from agreements.keys import keys
from agreements.list_rows import agreement_rows, commitment_rows
from agreements.models import Agreement, Commitment, Implementation, Level, Modality
from agreements.search.documents import BITS, COMMITMENTS
from agreements.search.excerpts import Excerpt, excerpts

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from agreements.facet_index.index import Answer, FacetIndex, Question
    from agreements.search.matches import Matches


class CommitmentFilter(FacetedFilterSet):
    """Commitments of published agreements."""

    path = "agreement__"

    modality = django_filters.MultipleChoiceFilter(label=_("Modality"), choices=Modality.choices)
    implementation = django_filters.MultipleChoiceFilter(label=_("Implementation"), choices=Implementation.choices)

    class Meta:
        model = Commitment
        fields: tuple[str, ...] = ()

    def own_facets(self) -> list[Facet]:
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

    def found_in_index(self, index: FacetIndex, question: Question) -> Answer:
        return index.of_commitments(question)

    def with_word(self, matches: Matches) -> Q:
        document = F("agreement") * (1 << BITS) + F("number") + COMMITMENTS
        found = Commitment.objects.order_by().annotate(document=document).filter(document__in=keys(matches.commitments))
        return Q(pk__in=found.values("pk")) | Q(agreement__in=keys(matches.titles.tolist()))


class AgreementFilter(FacetedFilterSet):
    """Published agreements."""

    level = django_filters.MultipleChoiceFilter(label=_("Level"), choices=Level.choices)

    class Meta:
        model = Agreement
        fields: tuple[str, ...] = ()

    def own_facets(self) -> list[Facet]:
        return [CodeFacet("level", "level", _("Level"), self.path, "level", Level)]

    @classmethod
    def published(cls) -> QuerySet[Agreement]:
        return Agreement.objects.published()

    def rows(self, found: list[int]) -> list[Any]:
        return agreement_rows(found)

    def found_in_index(self, index: FacetIndex, question: Question) -> Answer:
        return index.of_agreements(question)

    def with_word(self, matches: Matches) -> Q:
        return Q(pk__in=keys(matches.agreements()))

    @cached_property
    def excerpts(self) -> dict[int, Excerpt]:
        """Where the words stand that the titles of the shown agreements do not have."""
        return excerpts(self.records, self.sought) if self.sought else {}
