"""Reading one record: at a glance, in groups, where sources disagree, passages at addresses, two languages, citing."""

import json
import re

import pytest
from django.utils import translation

from agreements.models import AgreementEvidence, PartyEvidence
from tests.support.factories import (
    SOME_MOMENT,
    ActivityFactory,
    AgreementFactory,
    AgreementPartyFactory,
    CommitmentFactory,
    EventFactory,
    PassageFactory,
    SourceFactory,
    publish,
    withdraw,
)
from website.pages.citations import as_bibtex, as_csl, as_ris, cited
from website.pages.summary import agreement_summary

ADDRESS = "https://registry.example/kk/agreements/kz-ru-1/"


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def disputed(draft):
    """An agreement on whose title, side and day of signing two sources disagree; with its two passages."""
    source = SourceFactory(agreement=draft)
    first, second = (PassageFactory(source=source, start=n, end=n + 7, exact=source.text[n : n + 7]) for n in (0, 8))
    AgreementEvidence.objects.create(agreement=draft, field="title", passage=first)
    AgreementEvidence.objects.create(
        agreement=draft, field="title", passage=second, conflicting_value="Хаттама", reason_kk="Мәтінде меморандум."
    )
    row = draft.agreement_parties.first()
    PartyEvidence.objects.create(
        agreement_party=row, field="name", passage=second, conflicting_value="Агенттік", reason_kk="Атауы өзгерген."
    )
    signed = EventFactory(agreement=draft, date="2016-11-07", place_kk="Астана")
    other = EventFactory(agreement=draft, date="2016-12-07", preferred=signed, reason_kk="Мәтінде қараша тұр.")
    signed.passages.add(first)
    other.passages.add(second)
    return publish(draft)


def test_where_sources_disagree_both_accounts_stand_with_their_words_and_the_reason(client, disputed):
    text = text_of(client, "/en/agreements/kz-ru-1/")
    section = text[text.index('id="conflicts"') : text.index('id="promises"')]
    for told in ("7 November 2016", "7 December 2016", "Хаттама", "Агенттік", disputed.title_kk):
        assert told in section
    for reason in ("Мәтінде қараша тұр.", "Мәтінде меморандум.", "Атауы өзгерген."):
        assert section.count(reason) == 1
    assert section.count("<blockquote") == 5
    assert "characters 1–7" in section
    anchors = set(re.findall(r'class="disputed" href="#(conflict-[^"]+)"', text))
    assert len(anchors) == 3
    assert anchors <= set(re.findall(r'id="(conflict-[^"]+)"', section))
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_a_record_without_disagreement_has_no_such_section(client, memorandum):
    text = text_of(client, "/en/agreements/kz-ru-1/")
    assert "Where sources disagree" not in text
    assert 'class="disputed"' not in text


@pytest.mark.parametrize("by", ["domain", "form"])
def test_grouped_by_area_each_commitment_is_told_once(client, memorandum, by):
    text = text_of(client, f"/kk/agreements/kz-ru-1/?by={by}")
    for commitment in memorandum.commitments.all():
        assert text.count(f'id="commitment-{commitment.number}"') == 1
        for area in commitment.areas.filter(facet=by):
            assert f'<a href="/kk/areas/{area.code}/">' in text
    assert '<link rel="canonical" href="http://testserver/kk/agreements/kz-ru-1/">' in text
    assert client.get("/kk/agreements/kz-ru-1/?by=colour").status_code == 400


def test_a_commitment_of_two_domains_is_only_referred_to_in_the_second(client, draft, music):
    from tests.support.factories import AreaFactory  # noqa: PLC0415

    theatre = AreaFactory(code="theatre", label_kk="Театр")
    CommitmentFactory(agreement=draft, areas=[music, theatre])
    publish(draft)
    text = text_of(client, "/kk/agreements/kz-ru-1/?by=domain")
    assert text.index("/kk/areas/music/") < text.index('id="commitment-1"') < text.rindex("/kk/areas/theatre/")
    assert '<a href="#commitment-1">' in text[text.rindex("/kk/areas/theatre/") :]


@pytest.mark.parametrize(
    ("entered", "months", "kind", "since", "until"),
    [
        ("2016-11-07", 60, "", "2016-11-07", "2021-11-07"),
        ("2016", 60, "", "2016", "2021"),
        ("2016", 18, "", "2016", ""),
        ("1993?", 60, "", "1993?", ""),
        ("2016-11-07", 60, "terminated", "2016-11-07", "2018-05"),
        ("2016-11-07", 60, "extended", "2016-11-07", ""),
    ],
)
def test_at_a_glance_the_end_is_as_precise_as_the_beginning(db, entered, months, kind, since, until):
    agreement = AgreementFactory(legal_character="binding", term="fixed", term_months=months)
    EventFactory(agreement=agreement, kind="entered_into_force", date=entered)
    if kind:
        EventFactory(agreement=agreement, kind=kind, date="2018-05")
    glance = agreement_summary(agreement, SOME_MOMENT.date())
    assert (glance.since, glance.until) == (since, until)


def test_each_passage_has_an_address_with_its_sentence_and_what_rests_on_it(client, memorandum):
    commitment = memorandum.commitments.get(number=9)
    passage = commitment.passages.get()
    text = text_of(client, f"/ru/agreements/kz-ru-1/passages/{passage.place}/")
    assert f"<mark>{passage.exact}</mark>" in text
    assert '<blockquote lang="kk">' in text
    assert commitment.text_ru in text
    assert f'href="/ru/agreements/kz-ru-1/#passage-{passage.place}"' in text
    assert f"/ru/agreements/kz-ru-1/passages/{passage.place}/" in text_of(client, "/ru/agreements/kz-ru-1/")


def test_a_passage_as_an_annotation_selects_the_same_words_twice(client, memorandum):
    passage = memorandum.commitments.get(number=9).passages.get()
    response = client.get(f"/kk/agreements/kz-ru-1/passages/{passage.place}.json")
    assert response.headers["Content-Type"].startswith("application/ld+json")
    annotation = json.loads(response.content)
    position, quote = annotation["target"]["selector"]
    source = passage.source.text
    assert source[position["start"] : position["end"]] == quote["exact"] == passage.exact
    assert source.count(quote["prefix"] + quote["exact"] + quote["suffix"]) == 1
    assert annotation["body"][0]["source"] == "http://testserver/kk/agreements/kz-ru-1/#commitment-9"


def test_the_passage_of_a_draft_is_not_there_and_that_of_a_withdrawn_record_is_gone(client, draft):
    PassageFactory(source=SourceFactory(agreement=draft))
    pages = ["passages/1-0-7/", "passages/1-0-7.json", "side-by-side/", "citation.bib"]
    assert {client.get(f"/kk/agreements/kz-ru-1/{page}").status_code for page in pages} == {404}
    publish(draft)
    assert {client.get(f"/kk/agreements/kz-ru-1/{page}").status_code for page in pages} == {200}
    for page in pages:
        response = client.get(f"/kk/agreements/KZ-RU-1/{page}")
        assert (response.status_code, response.url) == (301, f"/kk/agreements/kz-ru-1/{page}")
    withdraw(draft)
    assert {client.get(f"/kk/agreements/kz-ru-1/{page}").status_code for page in pages} == {410}


@pytest.mark.parametrize("place", ["1-0-8", "2-0-7", "1-7-0", "99999-0-7", "1-0-999999999", "1-00-7", "0-0-7"])
def test_words_that_are_no_passage_have_no_address(client, draft, place):
    PassageFactory(source=SourceFactory(agreement=draft))
    publish(draft)
    for end in ("/", ".json"):
        assert client.get(f"/kk/agreements/kz-ru-1/passages/{place}{end}").status_code == 404


def test_what_a_language_lacks_is_missing_and_never_filled_in(client, draft, music):
    CommitmentFactory(
        agreement=draft, areas=[music], text_kk="Көрме ұйымдастыру", text_ru="", text_en="To hold an exhibition"
    )
    publish(draft)
    text = text_of(client, "/ru/agreements/kz-ru-1/side-by-side/?left=ru&right=en")
    assert "Көрме" not in text
    assert "Нет русского текста" in text
    assert '<p lang="en">To hold an exhibition</p>' in text


@pytest.mark.parametrize("choice", ["left=kk&right=kk", "left=de", "left=kk&right=%00"])
def test_two_languages_of_the_record_are_chosen_or_the_page_says_what_is_wrong(client, memorandum, choice):
    response = client.get(f"/en/agreements/kz-ru-1/side-by-side/?{choice}")
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    assert client.get("/kk/agreements/kz-ru-1/side-by-side/?left=ru").status_code == 200


@pytest.fixture
def awkward(draft):
    """A binding agreement with characters that TeX, RIS and HTML read in their own way."""
    draft.title_kk = "50% {толық} & #1_$ ~^\\\nER  - "
    draft.legal_character = "binding"
    draft.save()
    EventFactory(agreement=draft, date="2016-11-07")
    return publish(draft)


def test_a_citation_escapes_what_its_format_reads_in_its_own_way(awkward):
    citation = cited(awkward, ADDRESS)
    bibtex = as_bibtex(citation)
    assert (
        r"50\% \textbraceleft{}толық\textbraceright{} \& \#1\_\$ \textasciitilde{}\textasciicircum{}\textbackslash{}"
        in bibtex
    )
    assert bibtex.count("{") == bibtex.count("}")
    ris = as_ris(citation).split("\r\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in ris[:-1])
    assert [line for line in ris if line.startswith("ER")] == ["ER  - "]
    assert json.loads(as_csl(citation))[0]["title"] == awkward.title_kk


@pytest.mark.parametrize(("record", "date"), [("awkward", [[2016, 11, 7]]), ("memorandum", None)])
def test_no_citation_makes_legislation_of_a_record_and_none_invents_a_date(request, record, date):
    citation = cited(request.getfixturevalue(record), ADDRESS)
    (item,) = json.loads(as_csl(citation))
    assert item["type"] == "document"
    assert item.get("issued", {}).get("date-parts") == date
    assert as_ris(citation).startswith("TY  - GEN\r\n")
    assert as_bibtex(citation).startswith("@misc{")
    assert ("year = {2016}" in as_bibtex(citation)) == ("DA  - 2016/11/07" in as_ris(citation)) == bool(date)
    with translation.override("en"):
        assert ("date not stated in the source" in str(citation)) == (not date)


@pytest.mark.parametrize("path", ["agreements/kz-ru-1/", "commitments/kz-ru-1-3/"])
@pytest.mark.parametrize(
    ("ending", "kind"),
    [("bib", "application/x-bibtex"), ("ris", "application/x-research-info-systems"), ("json", "application/vnd.cit")],
)
def test_a_record_offers_its_citation_as_files(client, memorandum, path, ending, kind):
    page = text_of(client, f"/ru/{path}")
    assert f'href="/ru/{path}citation.{ending}"' in page
    response = client.get(f"/ru/{path}citation.{ending}")
    assert response.headers["Content-Type"].startswith(kind)
    name = path.split("/")[1].upper()
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}.{ending}"'
    assert f"http://testserver/ru/{path}" in response.content.decode()
    assert '<meta name="DC.title"' in page
    assert "citation_" not in page


def test_a_sample_says_so_and_is_not_for_search_engines(client, music_house_programme):
    pages = [
        text_of(client, f"/en/{path}")
        for path in ("agreements/kz-ru-1/", "commitments/kz-ru-1-1/", "agreements/kz-ru-1/changes/")
    ]
    assert all("Sample record, not a real agreement" in page for page in pages)
    assert all('<meta name="robots" content="noindex">' in page for page in pages)
    assert '<a href="/en/agreements/kz-ru-1/">KZ-RU-1</a>' in pages[-1]
    assert "kz-ru-1" not in client.get("/sitemap-agreements.xml").content.decode()
    for ending in ("bib", "ris", "json"):
        assert "Sample record made for tests" in text_of(client, f"/en/agreements/kz-ru-1/citation.{ending}")


@pytest.fixture
def music_house_programme(draft, music):
    """A sample that does not bind, in effect for five years of which a part is planned and past, with a commitment."""
    draft.is_sample, draft.legal_character, draft.term, draft.term_months = True, "non_binding", "fixed", 60
    draft.save()
    AgreementPartyFactory(agreement=draft, side=2, name_kk="Музыка үйі")
    EventFactory(agreement=draft, kind="entered_into_force", date="2016")
    EventFactory(agreement=draft, date="2016-10-15")
    activity = ActivityFactory(state="planned", date="2017")
    activity.commitments.add(CommitmentFactory(agreement=draft, areas=[music]))
    return publish(draft)


def test_what_does_not_bind_takes_effect_after_its_signature(client, music_house_programme):
    text = text_of(client, "/en/agreements/kz-ru-1/")
    assert "Entered into force" not in text
    life = text[text.index('<ol class="timeline">') :]
    assert life.index("15 October 2016") < life.index("Took effect")
    assert "computed from the length of the term" in text
    assert "Planned; nothing recorded since" in text


def test_a_citation_tells_the_sides_apart(music_house_programme):
    first, second = cited(music_house_programme, ADDRESS).sides
    assert second[-1] == "Музыка үйі"
    assert f"{', '.join(first)} — {', '.join(second)}" in str(cited(music_house_programme, ADDRESS))


def test_an_extension_does_not_begin_the_status_anew_and_leaves_the_end_open(db):
    agreement = AgreementFactory(legal_character="binding", term="fixed", term_months=120)
    EventFactory(agreement=agreement, kind="entered_into_force", date="2016-01-14")
    EventFactory(agreement=agreement, kind="extended", date="2016-01-16")
    glance = agreement_summary(agreement, SOME_MOMENT.date())
    assert (glance.status_day, glance.until, glance.was_extended) == ("2016-01-14", "", True)
