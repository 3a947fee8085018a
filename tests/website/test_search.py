"""One search over agreements, commitments, parties and areas."""

import pytest

from parties.models import PartyName
from tests.support.factories import CommitmentFactory, PartyFactory, agreement_between, publish
from tests.support.nonsense import NASTY

pytestmark = pytest.mark.database


@pytest.fixture
def registry(ministry, music_house, music):
    """A published agreement about tours; the ministry was called otherwise before, and a third party is not public."""
    PartyName.objects.create(party=ministry, name_kk="Ақпарат комитеті", name_ru="Комитет информации")
    PartyFactory(slug="hidden", name_kk="Жасырын музыка үйі")
    agreement = agreement_between(ministry, music_house, title_kk="Ынтымақтастық туралы меморандум")
    CommitmentFactory(agreement=agreement, areas=[music], text_kk="Гастрольдік сапарлар ұйымдастыру")
    return publish(agreement)


def found(client, words: str, language: str = "kk", page: str = "") -> str:
    response = client.get(f"/{language}/search/{page}", {"words": words})
    assert response.status_code == 200
    return response.content.decode()


def test_a_word_is_found_among_all_kinds_and_marked_as_it_is_written(client, registry, music):
    text = found(client, "музыканың", "kk")
    assert 'href="/kk/parties/music-house/"' in text
    assert 'href="/kk/agreements/kz-ru-1/"' in text
    assert '<mark class="sought">Музыка</mark>' in text
    assert 'href="/kk/agreements/?words=%D0%BC' in text
    assert "/parties/hidden/" not in text
    assert 'href="/kk/commitments/kz-ru-1-1/"' in found(client, "сапар")
    assert f'href="/en/areas/{music.code}/"' in found(client, music.label_en, "en")


@pytest.mark.parametrize("words", ["Ақпарат комитеті", "комитета информации", "акпарат"])
def test_a_party_is_found_by_an_earlier_name_which_is_then_shown(client, registry, words):
    text = found(client, words, "en")
    assert 'href="/en/parties/ministry/"' in text
    assert '<mark class="sought">' in text.split('href="/en/parties/ministry/"')[1].split("</li>")[0]


def test_words_of_a_name_must_all_occur_and_none_with_a_minus(client, registry):
    assert "/parties/music-house/" in found(client, "Петербург музыка")
    assert "/parties/music-house/" not in found(client, "Алматы музыка")
    assert "/parties/music-house/" not in found(client, "музыка -Петербург")


def test_an_unfinished_word_suggests_what_begins_with_it_as_a_piece_of_a_page(client, registry):
    text = found(client, "петерб", page="suggestions/")
    assert 'href="/kk/parties/music-house/"' in text
    assert "<html" not in text
    assert "/parties/music-house/" not in found(client, "петерб")
    assert "<li>" not in found(client, "п", page="suggestions/")


def test_a_misspelt_word_finds_nothing_and_a_near_one_is_offered(client, registry):
    text = found(client, "мемарандум")
    assert "/agreements/kz-ru-1/" not in text
    assert 'href="?words=%D0%BC%D0%B5%D0%BC%D0%BE%D1%80%D0%B0%D0%BD%D0%B4%D1%83%D0%BC' in text


@pytest.mark.parametrize("words", ["бір " * 13, "ә" * 201, "a\0b"])
def test_too_much_is_refused_with_the_reason_and_asked_again(client, registry, words):
    response = client.get("/ru/search/", {"words": words})
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    assert client.get("/ru/search/suggestions/", {"words": words}).status_code == 200


def test_no_words_are_no_question_but_nonsense_is_survived(client, registry):
    assert 'role="alert"' not in found(client, " ")
    for page in ("", "suggestions/"):
        for value in NASTY:
            assert client.get(f"/kk/search/{page}?words={value}").status_code in {200, 400}, value


def test_a_changed_name_is_found_at_once_and_the_former_one_no_more(client, registry, music_house):
    assert "/parties/music-house/" in found(client, "Петербург музыка")
    type(music_house).objects.filter(pk=music_house.pk).update(name_kk="Өнер сарайы", name_ru="", name_en="")
    assert "/parties/music-house/" in found(client, "сарай")
    assert 'href="/kk/parties/music-house/"' not in found(client, "Петербург музыка")


def test_more_parties_cost_no_more_queries(client, registry, ministry, music, django_assert_max_num_queries):
    def cost() -> int:
        with django_assert_max_num_queries(56) as asked:
            found(client, "музыка")
            found(client, "музы", page="suggestions/")
        return len(asked)

    before = cost()
    for number in range(12):
        house = PartyFactory(slug=f"house-{number}", name_kk=f"Музыка үйі {number}", country="RU")
        agreement = agreement_between(ministry, house)
        CommitmentFactory(agreement=agreement, areas=[music], text_kk="Музыка мектебін ашу")
        PartyName.objects.create(party=house, name_kk=f"Бұрынғы музыка үйі {number}")
        publish(agreement)
    assert cost() <= before + 8  # records of kinds that had none before are read now, however many
