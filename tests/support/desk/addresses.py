"""Every address of the site and the desk, and who gets what there."""

from __future__ import annotations

import re

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.urls import URLResolver

from activities.assessment import assess
from activities.models import Activity
from agreements.models import Agreement, AreaLink, AuthenticLanguage, CooperationArea, Implementation, Relation
from parties.models import Party, PartyIdentifier, PartyName, Succession
from tests.support.factories import SOME_MOMENT, AgreementFactory, EventFactory


def patterns(resolver: URLResolver, namespace: str = ""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, pattern.namespace or namespace)
        else:
            yield pattern, namespace


ROLES = ("anonymous", "editors", "publishers", "administrators", "auditors")


#: GET/POST of each role, in the order of ROLES, and the addresses that answer so.
ROWS = {
    "302/302 200/200 200/200 200/200 200/403": (
        "index", "second_factor", "agreements_agreement_changes",
        "agreements_agreement_changelist", "agreements_agreement_history",
        "agreements_commitment_changelist", "agreements_commitment_history", "agreements_passage_changelist",
        "agreements_passage_history", "agreements_partyevidence_changelist", "agreements_partyevidence_history",
        "agreements_publicationmove_changelist", "agreements_publicationmove_history",
        "agreements_agreementparty_changelist", "agreements_agreementparty_history", "agreements_source_changelist",
        "agreements_source_history", "agreements_event_changelist", "agreements_event_history",
        "agreements_statement_changelist", "agreements_statement_history",
        "agreements_agreementevidence_changelist", "agreements_agreementevidence_history",
        "agreements_authenticlanguage_changelist", "agreements_authenticlanguage_history",
        "agreements_relation_changelist", "agreements_relation_history", "parties_party_changelist",
        "parties_party_history", "parties_official_changelist", "parties_official_history",
        "parties_post_changelist", "parties_post_history", "parties_partyidentifier_changelist",
        "parties_partyidentifier_history", "parties_partyname_changelist", "parties_partyname_history",
        "parties_succession_changelist", "parties_succession_history", "agreements_arealink_changelist",
        "agreements_arealink_history", "agreements_cooperationarea_changelist",
        "agreements_cooperationarea_history", "activities_activity_changelist", "activities_activity_history",
        "activities_assessment_changelist", "activities_assessment_history", "app_list",
    ),
    "200/200 302/200 302/200 302/200 302/200": (
        "login",
    ),
    "302/302 405/302 405/302 405/302 405/302": (
        "logout",
    ),
    "302/302 200/200 200/200 200/200 200/200": (
        "password_change",
    ),
    "302/302 200/405 200/405 200/405 200/403": (
        "password_change_done", "jsi18n", "agreements_agreement_record",
        "agreements_agreement_download", "agreements_commitment_download", "agreements_passage_download",
        "agreements_cooperationarea_download", "parties_party_download", "parties_official_download",
        "parties_post_download", "activities_activity_download", "activities_assessment_download",
    ),
    "302/302 403/405 403/405 403/405 403/403": (
        "autocomplete",
    ),
    "302/302 302/302 302/302 302/302 302/403": (
        "view_on_site", "agreements_agreement_redirect", "agreements_commitment_redirect",
        "agreements_passage_redirect", "agreements_partyevidence_redirect", "agreements_publicationmove_redirect",
        "agreements_agreementparty_redirect", "agreements_source_redirect", "agreements_event_redirect",
        "agreements_statement_redirect", "agreements_agreementevidence_redirect",
        "agreements_authenticlanguage_redirect", "agreements_relation_redirect", "parties_party_redirect",
        "parties_official_redirect", "parties_post_redirect", "parties_partyidentifier_redirect",
        "parties_partyname_redirect", "parties_succession_redirect", "agreements_arealink_redirect",
        "agreements_cooperationarea_redirect", "auth_user_redirect", "auth_group_redirect",
        "activities_activity_redirect", "activities_assessment_redirect",
    ),
    "302/302 405/302 405/302 405/302 405/403": (
        "agreements_agreement_publication",
    ),
    "302/302 200/200 200/200 200/200 403/403": (
        "agreements_agreement_import_record", "agreements_agreement_import_table",
        "agreements_agreement_add", "parties_party_add", "parties_official_add", "parties_post_add",
        "agreements_cooperationarea_add", "activities_activity_add", "activities_assessment_add",
        "agreements_cooperationarea_import_table", "activities_activity_import_table",
    ),
    "302/302 403/403 403/403 403/403 403/403": (
        "agreements_agreement_delete", "agreements_commitment_add", "agreements_commitment_delete",
        "agreements_passage_add", "agreements_passage_delete", "agreements_partyevidence_add",
        "agreements_partyevidence_delete", "agreements_publicationmove_add", "agreements_publicationmove_delete",
        "agreements_agreementparty_add", "agreements_agreementparty_delete", "agreements_source_add",
        "agreements_source_delete", "agreements_event_add", "agreements_event_delete", "agreements_statement_add",
        "agreements_statement_delete", "agreements_agreementevidence_add", "agreements_agreementevidence_delete",
        "agreements_authenticlanguage_add", "agreements_authenticlanguage_delete", "agreements_relation_add",
        "agreements_relation_delete", "parties_party_delete", "parties_official_delete",
        "parties_partyidentifier_add", "parties_partyname_add", "parties_succession_add", "agreements_arealink_add",
        "agreements_cooperationarea_delete", "activities_assessment_delete",
    ),
    "302/302 200/403 200/200 200/200 200/403": (
        "agreements_agreement_change", "parties_party_change", "parties_official_change", "parties_post_change",
        "agreements_cooperationarea_change", "activities_activity_change",
    ),
    "302/302 200/403 200/403 200/403 200/403": (
        "agreements_agreement_version", "agreements_commitment_change",
        "agreements_passage_change", "agreements_partyevidence_change",
        "agreements_publicationmove_change", "agreements_agreementparty_change", "agreements_source_change",
        "agreements_event_change", "agreements_statement_change", "agreements_agreementevidence_change",
        "agreements_authenticlanguage_change", "agreements_relation_change", "parties_partyidentifier_change",
        "parties_partyname_change", "parties_succession_change", "agreements_arealink_change",
        "activities_assessment_change",
    ),
    "302/302 403/403 200/200 200/200 403/403": (
        "parties_post_delete", "parties_partyidentifier_delete", "parties_partyname_delete",
        "parties_succession_delete", "agreements_arealink_delete", "activities_activity_delete",
    ),
    "302/302 403/403 403/403 200/200 403/403": (
        "auth_user_password_change", "auth_user_add", "auth_user_delete", "auth_group_add", "auth_group_delete",
    ),
    "302/302 403/403 403/403 200/200 200/403": (
        "auth_user_changelist", "auth_user_history", "auth_user_change", "auth_group_changelist",
        "auth_group_history", "auth_group_change",
    ),
    "302/302 404/404 404/404 404/404 404/403": (
        "(?P<url>.*)$", "agreements_source_document",
    ),
    "302/302 405/200 405/200 405/200 405/403": (
        "agreements_agreement_area_suggestions", "agreements_agreement_duplicates",
    ),
    "302/302 405/403 405/403 405/403 405/403": (
        "agreements_agreement_comment",
    ),
    "302/302 405/403 405/404 405/404 405/403": (
        "agreements_agreement_comment_resolved",
    ),
    "302/302 405/403 405/302 405/302 405/403": (
        "agreements_agreement_looked_at",
    ),
    "302/302 200/405 200/405 200/405 403/403": (
        "agreements_agreement_blank_table", "agreements_cooperationarea_blank_table", "activities_activity_blank_table",
    ),
    "302/302 404/405 404/405 404/405 404/403": (
        "agreements_agreement_row_fields",
    ),
    "302/302 404/405 404/405 404/405 403/403": (
        "agreements_agreement_row_fields_of_new",
    ),
    }  # fmt: skip


TABLE = {name: row.split() for row, names in ROWS.items() for name in names}


def addresses() -> dict[str, str]:
    """The name of every address of the desk, or what it is where it has none, and its route."""
    found = {}
    for entry in admin.site.urls[0]:
        if isinstance(entry, URLResolver):
            for pattern in entry.url_patterns:
                kind = str(entry.pattern).replace("/", "_")
                found[pattern.name or f"{kind}redirect"] = f"{entry.pattern}{pattern.pattern}"
        else:
            found[entry.name or str(entry.pattern)] = str(entry.pattern)
    return found


def one_of_each(memorandum: Agreement) -> None:
    """A record of each kind beside those of the memorandum."""
    memorandum.save()  # a version of it to be read
    commitment, party = memorandum.commitments.first(), Party.objects.first()
    tour = Activity.objects.create(title_kk="Гастроль", kind="tour", state="held")
    tour.commitments.add(commitment)
    by = User.objects.create_user("someone")
    assess(commitment, Implementation.LIMITED, on=SOME_MOMENT.date(), by=by, reason={"kk": "Өтті"}, proof_activity=tour)
    other = Party.objects.exclude(pk=party.pk).first()
    Succession.objects.get_or_create(predecessor=party, successor=other)
    PartyName.objects.get_or_create(party=party, name_kk="Бұрынғы атау")
    PartyIdentifier.objects.get_or_create(party=party, scheme="wikidata", value="Q1")
    for area in CooperationArea.objects.filter(links=None)[:1]:
        AreaLink.objects.create(area=area, scheme=AreaLink._meta.get_field("scheme").choices[0][0], value="1")
    Relation.objects.create(agreement=memorandum, kind="cites", other=AgreementFactory())
    EventFactory(agreement=memorandum)
    AuthenticLanguage.objects.get_or_create(agreement=memorandum, language="kk")


def path_of(route: str) -> str:
    """An address under `route`, with the key of a record of its kind."""
    if route.startswith("^(?P<app_label>"):
        return "agreements/"
    if route == "(?P<url>.*)$":
        return "nowhere/"
    if route.startswith("r/"):
        return f"r/{ContentType.objects.get_for_model(Agreement).pk}/{Agreement.objects.published().get().pk}/"
    if "<" not in route:
        return route
    model = apps.get_model(*route.split("/")[:2])
    record = model._default_manager.order_by("pk").first()
    assert record is not None, model
    version = str(Agreement.history.filter(id=Agreement.objects.published().get().pk).first().pk)
    chosen = {"<slug:kind>": "parties", "<slug:ending>": "csv", "<slug:part>": "agreement", "<int:number>": version}
    return re.sub(r"<[^>]+>", lambda part: chosen.get(part[0], str(record.pk)), route)
