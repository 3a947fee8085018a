import pytest

from agreements.models import Agreement
from agreements.models.identifiers import (
    CommitmentIdentifier,
    CommitmentIdentifierConverter,
    Identifier,
    IdentifierConverter,
)
from tests.support.factories import CommitmentFactory, publish

pytestmark = pytest.mark.database


def test_an_identifier_in_an_address_is_in_lower_case_and_reads_back():
    converter = IdentifierConverter()
    assert converter.to_python("kz-ru-1") == Identifier("KZ-RU", 1)
    assert converter.to_url(Identifier("KZ-RU", 1)) == "kz-ru-1"
    assert converter.to_python("KZ-RU-1") == Identifier("KZ-RU", 1)


def test_a_commitments_identifier_reads_back():
    converter = CommitmentIdentifierConverter()
    found = converter.to_python("kz-ru-1-3")
    assert found == CommitmentIdentifier(Identifier("KZ-RU", 1), 3)
    assert converter.to_url(found) == "kz-ru-1-3"


def test_a_draft_has_no_address(draft, music):
    assert draft.identifier == ""
    with pytest.raises(ValueError, match="no identifier"):
        IdentifierConverter().to_url(draft)
    assert CommitmentFactory(agreement=draft, areas=[music]).identifier == ""


def test_a_published_agreement_and_its_commitments_have_lasting_identifiers(draft, music):
    CommitmentFactory(agreement=draft, areas=[music], number=3)
    agreement = publish(draft)
    assert agreement.get_absolute_url() == "/kk/agreements/kz-ru-1/"
    assert agreement.commitments.get().get_absolute_url() == "/kk/commitments/kz-ru-1-3/"


def test_an_agreement_is_found_by_its_identifier(draft):
    publish(draft)
    assert Agreement.objects.identified(Identifier("KZ-RU", 1)).get() == draft
    assert not Agreement.objects.identified(Identifier("KZ-RU", 2)).exists()
