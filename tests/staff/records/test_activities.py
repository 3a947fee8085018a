"""Editing activities and assessments; the admin as a whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity, Assessment
from agreements.models import Commitment, Passage
from tests.support.desk.editing import agreed, desk_of, found
from tests.support.factories import SourceFactory, publish

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def tours() -> Commitment:
    return agreed("Меморандум")


@pytest.fixture
def public_tours(draft, music) -> Commitment:
    """A commitment of a published agreement."""
    commitment = Commitment.objects.create(agreement=draft, number=1, text_kk="Гастрольдер", modality="agreed")
    commitment.areas.add(music)
    if not draft.sources.exists():
        SourceFactory(agreement=draft)
    publish(draft)
    return commitment


def passage_of(commitment: Commitment) -> Passage:
    return Passage.objects.create(source=commitment.agreement.sources.get(), start=0, end=8, exact="Гастроль")


ADD = "admin:activities_assessment_add"


def test_an_assessment_is_signed_by_its_editor_and_sets_the_implementation(editor, tours):
    response = editor.post(reverse(ADD), found(tours))
    assert response.status_code == 302, response.context["errors"]
    assert Assessment.objects.get().assessed_by.username == "editors"
    tours.refresh_from_db()
    assert tours.implementation == "limited"


def test_the_day_of_an_assessment_is_today_until_another_is_typed(editor):
    page = editor.get(reverse(ADD))
    assert page.context["adminform"].form["assessed_on"].value() == timezone.localdate()


def test_an_assessment_without_a_proof_is_refused_on_the_page(editor, tours):
    response = editor.post(reverse(ADD), found(tours, proof_address=""))
    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors()
    assert not Assessment.objects.exists()


def test_an_assessment_of_a_day_to_come_is_refused_on_the_page(editor, tours):
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = editor.post(reverse(ADD), found(tours, assessed_on=tomorrow.isoformat()))
    assert "assessed_on" in response.context["adminform"].form.errors
    assert not Assessment.objects.exists()


def test_the_words_of_the_promise_are_refused_as_its_proof_on_the_page(editor, tours):
    own = passage_of(tours)
    tours.passages.add(own)
    response = editor.post(reverse(ADD), found(tours, proof_passage=own.pk, proof_address=""))
    assert "proof_passage" in response.context["adminform"].form.errors
    assert "Бір гастроль өтті" in response.content.decode()
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(("group", "refused"), [("editors", True), ("publishers", False)])
def test_what_was_done_about_a_public_commitment_is_entered_by_those_who_publish(group, refused, public_tours):
    client = desk_of(group)
    response = client.post(reverse(ADD), found(public_tours))
    assert Assessment.objects.exists() != refused
    data = {"title_kk": "Гастроль", "kind": "tour", "state": "held", "commitments": [public_tours.pk]}
    activity_response = client.post(reverse("admin:activities_activity_add"), data)
    assert Activity.objects.exists() != refused
    if refused:
        assert "commitment" in response.context["adminform"].form.errors
        assert "commitments" in activity_response.context["adminform"].form.errors


@pytest.mark.parametrize(("group", "allowed"), [("editors", False), ("publishers", True)])
def test_a_public_activity_is_changed_and_deleted_by_those_who_publish(group, allowed, public_tours):
    activity = Activity.objects.create(title_kk="Гастроль", kind="tour", state="held")
    activity.commitments.add(public_tours)
    client = desk_of(group)
    page = client.get(reverse("admin:activities_activity_change", args=(activity.pk,)))
    assert page.context["has_change_permission"] == allowed
    client.post(reverse("admin:activities_activity_delete", args=(activity.pk,)), {"post": "yes"})
    assert Activity.objects.exists() != allowed


def test_a_passage_of_another_agreement_proves_nothing(editor, tours):
    stranger = passage_of(agreed("Басқа меморандум"))
    response = editor.post(reverse(ADD), found(tours, proof_passage=stranger.pk))
    assert "proof_passage" in response.context["adminform"].form.errors
    own = passage_of(tours)
    assert editor.post(reverse(ADD), found(tours, proof_passage=own.pk)).status_code == 302


@pytest.mark.parametrize("group", ["editors", "publishers", "administrators"])
def test_assessments_are_neither_changed_nor_deleted(group, tours):
    client = desk_of(group)
    client.post(reverse(ADD), found(tours))
    made = Assessment.objects.get()
    change = reverse("admin:activities_assessment_change", args=(made.pk,))
    assert client.get(change).status_code == 200
    assert client.post(change, found(tours, implementation="complete")).status_code == 403
    assert client.get(reverse("admin:activities_assessment_delete", args=(made.pk,))).status_code == 403


def test_an_activity_takes_its_proofs_from_the_agreements_it_serves(editor, tours):
    stranger = passage_of(agreed("Басқа меморандум"))
    data = {"title_kk": "Гастроль", "kind": "tour", "state": "held", "date": "2017", "commitments": [tours.pk]}
    response = editor.post(reverse("admin:activities_activity_add"), data | {"proof_passages": [stranger.pk]})
    assert "proof_passages" in response.context["adminform"].form.errors
    own = passage_of(tours)
    assert editor.post(reverse("admin:activities_activity_add"), data | {"proof_passages": [own.pk]}).status_code == 302
    assert Activity.objects.get().proof_passages.get() == own


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_history_of_an_activity_tells_its_commitments(editor, tours, language):
    activity = Activity.objects.create(title_kk="Гастроль", kind="tour", state="held")
    activity.commitments.add(tours)
    activity.title_ru = "Гастроли"
    activity.save()
    editor.cookies["django_language"] = language
    page = editor.get(reverse("admin:activities_activity_history", args=(activity.pk,))).content.decode()
    assert "1. Гастрольдер" in page
    assert "Гастроли" in page


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_list_and_every_page_for_adding_opens_for_administrators(tours, language):
    client = desk_of("administrators")
    client.cookies["django_language"] = language
    assert client.get(reverse("admin:index")).status_code == 200
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        request = client.get(reverse("admin:index")).wsgi_request
        if model_admin.has_view_or_change_permission(request):
            assert client.get(reverse(f"{name}_changelist")).status_code == 200, model
        if model_admin.has_add_permission(request):
            assert client.get(reverse(f"{name}_add")).status_code == 200, model


def test_the_language_of_the_admin_is_switched_by_a_form_in_its_header(editor):
    page = editor.get(reverse("admin:index")).content.decode()
    assert page.count('name="language"') == 3
    response = editor.post(reverse("set_language"), {"language": "ru", "next": reverse("admin:index")}, follow=True)
    assert response.headers["Content-Language"] == "ru"
