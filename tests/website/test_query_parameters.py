"""Public pages are asked by the parameters they know: nothing else is kept, told again or makes another page."""

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from search.index import process_index
from search.lists.activities import ActivityFilter
from search.lists.agreements import AgreementFilter, CommitmentFilter
from search.lists.parties import PartyFilter
from tests.support.factories import CommitmentFactory, agreement_between, publish
from website.views.decorators import cached_public_view

#: What nobody asks a page of the registry: of a campaign, and of somebody who tries something.
FOREIGN = "utm_source=letter&fbclid=IwAR0x&zzz=%3Cscript%3E&sort2=x&find-zzz=1&more=zzz"
#: Pages of each kind, with a question some of them know.
PAGES = [
    "/kk/?", "/ru/about/?", "/en/agreements/?country=RU", "/en/commitments/?area=music&sort=newest", "/ru/activities/?",
    "/kk/parties/?kind=ministry", "/kk/areas/?", "/kk/areas/music/?", "/kk/countries/kz-ru/?", "/kk/parties/ministry/?",
    "/en/agreements/kz-ru-1/?by=domain", "/kk/agreements/kz-ru-1/side-by-side/?left=ru&right=en",
    "/en/search/?words=music", "/kk/agreements/kz-ru-1/citation.bib?",
]  # fmt: skip

#: Nothing is kept inside a transaction.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def record(ministry, music_house, music):
    process_index.forget()
    caches["pages"].clear()
    agreement = agreement_between(ministry, music_house)
    for _n in range(30):
        CommitmentFactory(agreement=agreement, areas=[music])
    yield publish(agreement)
    process_index.forget()
    caches["pages"].clear()


def kept() -> int:
    return len(caches["pages"]._cache)


def test_what_a_page_does_not_know_makes_no_other_page_and_stands_nowhere_in_it(client, record):
    for page in PAGES:
        plain = client.get(page)
        before = kept()
        marked = client.get(f"{page}&{FOREIGN}")
        assert plain.status_code == marked.status_code == 200, page
        assert marked.content == plain.content, page
        assert marked.headers["ETag"] == plain.headers["ETag"], page
        assert kept() == before, page
        assert not [told for told in (b"utm_source", b"IwAR0x", b"zzz") if told in marked.content], page


def test_order_repetition_and_empty_values_make_no_other_page(client, record):
    asked = [
        "country=RU&country=KZ&area=music&sort=newest",
        "sort=newest&area=music&area=music&country=KZ&country=RU&words=&from=&party=",
        "sort=oldest&sort=newest&country=KZ&area=music&country=RU",
    ]
    assert len({client.get(f"/en/commitments/?{query}").headers["ETag"] for query in asked}) == 1
    assert kept() == 1


def test_what_a_reader_types_is_named_but_not_kept(client, record):
    for query in ("words=гастроль", "from=1990", "to=2030", "find-party=house"):
        assert "ETag" in client.get(f"/en/commitments/?{query}").headers
    for address in ("/kk/search/?words=гастроль", "/kk/search/suggestions/?words=гастроль"):
        assert "ETag" in client.get(address).headers
    assert kept() == 0


def test_a_question_that_a_list_knows_is_kept_with_the_page_links_that_repeat_it(client, record):
    page = client.get(f"/en/commitments/?area=music&{FOREIGN}").content.decode()
    assert "area=music&amp;page=2" in page
    assert kept() == 1


def test_an_address_as_it_is_printed_leads_on_with_what_the_page_knows(client, record):
    response = client.get("/en/agreements/KZ-RU-1/?by=domain&utm_source=letter")
    assert response.headers["Location"] == "/en/agreements/kz-ru-1/?by=domain"


def test_each_list_names_its_long_facets(db):
    for asked in (AgreementFilter, CommitmentFilter, PartyFilter, ActivityFilter):
        facets = asked.of_all(timezone.localdate()).facets
        assert set(asked.long_facets) == {facet.name for facet in facets if facet.is_long}, asked


def test_a_page_that_is_rendered_later_is_kept_whole(rf, record):
    @cached_public_view
    def later(request):
        return TemplateResponse(request, "website/about.html")

    first, again = later(rf.get("/kk/about/")), later(rf.get("/kk/about/"))
    assert isinstance(first, HttpResponse)
    assert first.content == again.content
    assert kept() == 1
