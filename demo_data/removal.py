"""Removing sample records with everything that belongs to them, steps of publication and versions included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import transaction

from activities.models import Activity, Assessment
from agreements import models
from demo_data.activities import ASSESSOR
from demo_data.parties import SLUG
from parties.models import Official, Party, Post
from search.words.sync import catch_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model, QuerySet

#: What belongs to an agreement and how a row of it leads there, each before those it points to.
OWNED: tuple[tuple[type[Model], str], ...] = (
    (models.AgreementEvidence, "agreement"),
    (models.PartyEvidence, "agreement_party__agreement"),
    (models.Statement, "agreement"),
    (models.Commitment, "agreement"),
    (models.Event, "agreement"),
    (models.Passage, "source__agreement"),
    (models.Source, "agreement"),
    (models.Relation, "agreement"),
    (models.Relation, "other"),
    (models.AuthenticLanguage, "agreement"),
    (models.PublicationMove, "agreement"),
    (models.ReviewComment, "agreement"),
    (models.AgreementParty, "agreement"),
)
#: So many rows are removed by one statement where their keys are listed.
AT_ONCE = 5000


@transaction.atomic
def remove_samples() -> int:
    """Remove every sample record and what only samples need; how many there were.

    Unlike a real record a sample leaves nothing behind: its identifier was never anybody's.
    """
    number = models.Agreement.objects.samples().count()
    served = Activity.objects.filter(commitments__agreement__is_sample=True)
    activities = served.exclude(commitments__agreement__is_sample=False).distinct()
    keys = list(activities.values_list("pk", flat=True))
    _remove(Assessment.objects.filter(commitment__agreement__is_sample=True))
    for place in range(0, len(keys), AT_ONCE):
        _remove(Activity._base_manager.filter(pk__in=keys[place : place + AT_ONCE]))
    served_besides: Any = Activity.commitments.through
    _delete(served_besides._base_manager.filter(commitment__agreement__is_sample=True))
    for model, path in OWNED:
        _remove(model._base_manager.filter(**{f"{path}__is_sample": True}))
    _remove(models.Agreement.objects.samples())
    _remove_people()
    catch_up()
    return number


def _remove(rows: QuerySet[Any]) -> None:
    """Remove rows, what they are related to many to many, and all their versions, without a word about any."""
    model: Any = rows.model
    keys = rows.values("pk")
    versions = model.history.model if hasattr(model, "history") else None
    for relation in model._meta.local_many_to_many:
        through: Any = relation.remote_field.through
        owner = relation.m2m_field_name()
        if versions:
            kept: Any = apps.get_model(through._meta.app_label, f"Historical{through._meta.object_name}")
            _delete(kept._base_manager.filter(**{f"{owner}__in": keys}))
        _delete(through._base_manager.filter(**{f"{owner}__in": keys}))
    if versions:
        _delete(versions._base_manager.filter(id__in=keys))
    _delete(model._base_manager.filter(pk__in=keys))


def _delete(rows: QuerySet[Any]) -> None:
    """One DELETE for all, without fetching any: what points to them was removed before."""
    rows._raw_delete(rows.db)


def _remove_people() -> None:
    for rows in _unused():
        keys = list(rows.values_list("pk", flat=True))
        for place in range(0, len(keys), AT_ONCE):
            _remove(rows.model._base_manager.filter(pk__in=keys[place : place + AT_ONCE]))
    get_user_model().objects.filter(username=ASSESSOR).exclude(pk__in=Assessment.objects.values("assessed_by")).delete()


def _unused() -> Iterator[QuerySet[Any]]:
    """Posts, officials and parties of samples that no other record needs, in the order in which they can go."""
    posts = Post.objects.filter(official__slug__startswith=SLUG)
    yield posts.filter(signed=None, statements=None)
    yield Official.objects.filter(slug__startswith=SLUG, posts=None)
    parties = Party.objects.filter(slug__startswith=SLUG)
    yield parties.filter(
        agreement_parties=None, activities=None, posts=None, children=None, names=None, identifiers=None,
        successions=None, predecessions=None,
    )  # fmt: skip
