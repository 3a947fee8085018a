from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from languages.collation import sort_key
from parties.countries import country_choices, country_name, is_country
from parties.models import Party, PartyIdentifier, PartyName, Succession
from tests.support.factories import PartyFactory, PostFactory

pytestmark = pytest.mark.database


def refused(constraint: str):
    """The database refuses what follows, by the constraint of that name."""
    return pytest.raises(IntegrityError, match=constraint)


def test_a_party_needs_a_kazakh_name(db):
    with refused("a_party_has_a_kazakh_name"), transaction.atomic():
        PartyFactory(name_kk="", name_ru="Дом музыки")
    with refused("a_party_has_a_kazakh_name"), transaction.atomic():
        Party.objects.bulk_create([Party(slug="p", kind="city", name_kk=None, name="x")])


def test_a_party_is_kept_with_its_kazakh_name_alone(db):
    assert PartyFactory(name_kk="Музыка үйі").pk


def test_a_party_is_not_its_own_parent(ministry):
    with refused("a_party_is_not_its_own_parent"), transaction.atomic():
        Party.objects.filter(pk=ministry.pk).update(parent=ministry.pk)


def test_a_party_belongs_to_another(ministry):
    assert PartyFactory(parent=ministry).parent == ministry


def test_parties_do_not_form_a_circle(ministry):
    below = PartyFactory(parent=ministry)
    ministry.parent = below
    with pytest.raises(ValidationError) as refusal:
        ministry.full_clean()
    assert "parent" in refusal.value.message_dict


def test_an_organisation_has_a_code_and_no_country(db):
    unesco = PartyFactory(kind="international_organisation", country="", organisation_code="UNESCO")
    assert unesco.code == "UNESCO"
    with refused("an_organisation_code_and_a_country_exclude_each_other"), transaction.atomic():
        PartyFactory(kind="international_organisation", country="FR", organisation_code="UNESCO2")


def test_a_ministry_has_a_country_and_no_organisation_code(db):
    assert PartyFactory(country="KZ").code == "KZ"
    with refused("an_organisation_code_and_a_country_exclude_each_other"), transaction.atomic():
        PartyFactory(country="KZ", organisation_code="MCS")


def test_an_organisation_code_belongs_to_one_party(db):
    organisation = {"kind": "international_organisation", "country": "", "organisation_code": "UNESCO"}
    PartyFactory(**organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartyFactory(**organisation)


def test_many_parties_may_be_without_an_organisation_code(db):
    PartyFactory()
    PartyFactory()
    assert Party.objects.filter(organisation_code="").count() == 2


@pytest.mark.parametrize(
    ("scheme", "value", "address"),
    [
        ("wikidata", "Q4228213", "https://www.wikidata.org/wiki/Q4228213"),
        ("isni", "000000012150090X", "https://isni.org/isni/000000012150090X"),
        ("ror", "04h4z8k05", "https://ror.org/04h4z8k05"),
        ("viaf", "152294747", "https://viaf.org/viaf/152294747"),
    ],
)
def test_an_identifier_of_the_right_form_leads_to_its_page(ministry, scheme, value, address):
    identifier = PartyIdentifier(party=ministry, scheme=scheme, value=value)
    identifier.full_clean()
    assert identifier.address == address


@pytest.mark.parametrize(
    ("scheme", "value"), [("wikidata", "42"), ("isni", "123"), ("ror", "nonsense"), ("viaf", "abc")]
)
def test_an_identifier_of_the_wrong_form_is_refused(ministry, scheme, value):
    with pytest.raises(ValidationError):
        PartyIdentifier(party=ministry, scheme=scheme, value=value).full_clean()


def test_an_identifier_belongs_to_one_party(ministry, music_house):
    PartyIdentifier.objects.create(party=ministry, scheme="wikidata", value="Q1")
    with pytest.raises(IntegrityError), transaction.atomic():
        PartyIdentifier.objects.create(party=music_house, scheme="wikidata", value="Q1")


@pytest.mark.parametrize(
    ("used", "day", "in_use"),
    [
        ("1997/2014", date(2000, 1, 1), True),
        ("1997/2014", date(2015, 1, 1), False),
        ("1997/2014", date(1996, 12, 31), False),
        ("/2014", date(1990, 1, 1), True),
        ("2014/..", date(2030, 1, 1), True),
        ("", date(2000, 1, 1), False),
    ],
)
def test_a_name_is_in_use_within_its_period_and_never_without_one(ministry, used, day, in_use):
    name = PartyName.objects.create(party=ministry, name_kk="Мәдениет және ақпарат министрлігі", used=used)
    assert name.in_use_on(day) is in_use


def test_bounds_are_kept_exactly_when_the_date_is_stated(ministry):
    name = PartyName.objects.create(party=ministry, name_kk="Бұрынғы атауы", used="1997/2014")
    assert (name.used_earliest_on, name.used_before_on) == (date(1997, 1, 1), date(2015, 1, 1))
    with refused("use_of_a_name_has_bounds_exactly_when_stated"), transaction.atomic():
        PartyName.objects.filter(pk=name.pk).update(used="")
    with refused("use_of_a_name_has_bounds_exactly_when_stated"), transaction.atomic():
        PartyName.objects.filter(pk=name.pk).update(used_earliest_on=None, used_before_on=None)


def test_an_end_before_the_beginning_is_refused_by_the_database(ministry):
    name = PartyName.objects.create(party=ministry, name_kk="Бұрынғы атауы", used="1997/2014")
    with refused("use_of_a_name_does_not_end_before_it_begins"), transaction.atomic():
        PartyName.objects.filter(pk=name.pk).update(used_before_on=date(1990, 1, 1))


def test_a_succession_is_recorded_once_and_never_to_oneself(ministry, music_house):
    Succession.objects.create(predecessor=ministry, successor=music_house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(predecessor=ministry, successor=music_house)
    with refused("a_party_does_not_succeed_itself"), transaction.atomic():
        Succession.objects.create(predecessor=ministry, successor=ministry)


def test_a_post_is_recorded_once(db):
    post = PostFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        PostFactory(official=post.official, party=post.party)


@pytest.mark.parametrize(("language", "name"), [("kk", "Қазақстан"), ("ru", "Казахстан"), ("en", "Kazakhstan")])
def test_a_country_is_named_in_the_readers_language(language, name):
    with translation.override(language):
        assert country_name("KZ") == name


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_former_country_is_named_in_every_language(language):
    with translation.override(language):
        assert country_name("SUHH") != "SUHH"


def test_only_iso_3166_codes_are_countries():
    assert is_country("KZ")
    assert is_country("SUHH")
    assert not any(is_country(code) for code in ("EU", "UN", "ZZ", "XK", "kz", ""))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_countries_are_offered_in_the_readers_alphabet(language):
    with translation.override(language):
        names = [name for _code, name in country_choices()]
    assert names == sorted(names, key=lambda name: sort_key(language, name))
    assert len(names) > 240


def test_kazakh_letters_of_countries_stand_where_kazakhs_look_for_them():
    names = [name for _code, name in country_choices()]
    assert names.index("Армения") < names.index("Әзірбайжан") < names.index("Бангладеш")
