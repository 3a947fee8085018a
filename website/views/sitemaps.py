"""What search engines may find: every public page in three languages, page by page; and robots.txt, which names it.

Records come from the facet index like those of lists, so a page of a million costs as much as one of ten. No page says
when it was changed: an agreement's page tells of many records, and no date would be true of all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import condition

from agreements.change_log.log import current_version, is_settled
from agreements.models import Agreement, Commitment
from languages import LANGUAGES
from parties.countries import is_country
from search.facets.vocabulary import Vocabulary
from search.lists.agreements import AgreementFilter, CommitmentFilter
from website.pages.country_pairs import tallies
from website.views.decorators import safe_only

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from search.lists.indexed_list import FacetedFilterSet

#: Pages that are there whatever the registry holds.
PAGES = (
    "site:home", "agreements:list", "commitments:list", "areas:list", "countries:list", "parties:list",
    "activities:list", "search:results", "site:about", "site:glossary", "site:accessibility",
)  # fmt: skip
#: So many records, each of them in every language, are one page of a sitemap (the protocol allows 50,000 addresses).
RECORDS = 500


def _path(name: str) -> str:
    """The address of a page without its language."""
    return "/" + reverse(name).lstrip("/").split("/", 1)[1]


class PublicRecords(Sequence[str]):
    """The paths of all records of a list, of which no more is read than the part that is asked for.

    Samples are left out: their pages ask not to be searched.
    """

    def __init__(self, name: str, asked: type[FacetedFilterSet], identifiers: QuerySet[Any, tuple[Any, ...]]) -> None:
        self.base, self.asked, self.identifiers = _path(name), asked, identifiers

    def __len__(self) -> int:
        return self.asked.of_all(timezone.localdate()).found.total

    def __getitem__(self, part: Any) -> Any:
        asked = self.asked.of_all(timezone.localdate())
        asked.part = part
        rows = self.identifiers.filter(pk__in=asked.found.keys).order_by()
        found = {pk: "-".join(map(str, parts)).lower() for pk, *parts in rows}
        return [f"{self.base}{found[key]}/" for key in asked.found.keys if key in found]


class InLanguages(Sequence[tuple[str, str]]):
    """Each path in each language. Parts of it begin and end with a path."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = paths

    def __len__(self) -> int:
        return len(self.paths) * len(LANGUAGES)

    def __getitem__(self, part: Any) -> Any:
        own = slice(part.start // len(LANGUAGES), part.stop // len(LANGUAGES))
        return [(path, language) for path in self.paths[own] for language in LANGUAGES]


class PathSitemap(Sitemap):
    """The addresses of some paths, each with those of its translations."""

    i18n = True
    alternates = True
    limit = RECORDS * len(LANGUAGES)

    def __init__(self, paths: Callable[[], Sequence[str]]) -> None:
        self.paths = paths

    def _items(self) -> InLanguages:
        return InLanguages(self.paths())

    def _location(self, item: tuple[str, str], force_lang_code: str | None = None) -> str:
        path, language = item
        return f"/{force_lang_code or language}{path}"

    def _urls(self, page: int | str, protocol: str, domain: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = super()._urls(page, protocol, domain)  # type: ignore[misc]
        for url in found:
            original = self._location(url["item"], settings.LANGUAGE_CODE)
            address = {"location": f"{protocol}://{domain}{original}", "lang_code": "x-default"}
            url["alternates"].append(address)
        return found


def _parties() -> list[str]:
    public = AgreementFilter.of_all(timezone.localdate()).found.counts["party"]
    return [f"{_path('parties:list')}{slug}/" for slug in sorted(public)]


def _countries() -> list[str]:
    """Pairs with a public agreement, and the countries in them."""
    pairs = sorted(tallies(timezone.localdate()))
    codes = sorted({code for pair in pairs for code in pair.split("-") if is_country(code)})
    return [f"{_path('countries:list')}{name.lower()}/" for name in (*codes, *pairs)]


def _agreements() -> Sequence[str]:
    identifiers = Agreement.objects.published().filter(is_sample=False).values_list("pk", "pair", "pair_number")
    return PublicRecords("agreements:list", AgreementFilter, identifiers)


def _commitments() -> Sequence[str]:
    identifiers = (
        Commitment.objects.published()
        .filter(agreement__is_sample=False)
        .values_list("pk", "agreement__pair", "agreement__pair_number", "number")
    )
    return PublicRecords("commitments:list", CommitmentFilter, identifiers)


SECTIONS: dict[str, type[Sitemap] | Sitemap] = {
    "pages": PathSitemap(lambda: [_path(name) for name in PAGES]),
    "areas": PathSitemap(lambda: [f"{_path('areas:list')}{area.code}/" for area in Vocabulary.read().areas]),
    "countries": PathSitemap(_countries),
    "parties": PathSitemap(_parties),
    "agreements": PathSitemap(_agreements),
    "commitments": PathSitemap(_commitments),
}


def _etag(*_args: Any, **_kwargs: Any) -> str | None:
    """The version of the data: the same sitemap is not sent twice. Nothing is promised inside a transaction."""
    return f'"{settings.RELEASE}-{current_version()}"' if is_settled() else None


@safe_only
@condition(etag_func=_etag)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The pages of all sections."""
    return views.index(request, SECTIONS, sitemap_url_name="sitemap_section").render()


@safe_only
@condition(etag_func=_etag)
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """One page of a section. Raises Http404 where there is none."""
    return views.sitemap(request, SECTIONS, section).render()


@safe_only
def robots(request: HttpRequest) -> HttpResponse:
    """What machines are asked to leave alone, and where the sitemap is."""
    left_alone = (
        reverse("admin:index"),
        reverse("set_language"),
        *(f"/{code}/search/suggestions/" for code in LANGUAGES),
    )
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in left_alone), ""]
    lines += [f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
