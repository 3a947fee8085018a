"""The site's outline. Public pages live under /kk/, /ru/ and /en/; names are `room:role`."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, register_converter

from agreements.models.identifiers import (
    CommitmentIdentifierConverter,
    CountryConverter,
    IdentifierConverter,
    PairConverter,
    PassagePlaceConverter,
)
from file_formats.pdf_response import SourceNumberConverter
from website.views.agreement_extras import (
    agreement_changes,
    agreement_citation,
    agreement_side_by_side,
    commitment_citation,
    passage_annotation,
    passage_detail,
    source_document,
)
from website.views.agreements import agreement_detail, commitment_detail
from website.views.areas import area_detail, area_list
from website.views.countries import country_detail, country_list, pair_detail
from website.views.exports import agreements_export, commitments_export, parties_export
from website.views.glossary import glossary
from website.views.home import about, accessibility, entrance, favicon, home, styleguide
from website.views.lists import activities_export, activity_list, agreement_list, commitment_list
from website.views.parties import party_detail, party_list
from website.views.search import search, suggestions
from website.views.sitemaps import robots, sitemap_index, sitemap_section

handler400 = "staff.request_limits.bad_request"
handler500 = "config.unavailable.server_error"

register_converter(IdentifierConverter, "agreement")
register_converter(CommitmentIdentifierConverter, "commitment")
register_converter(PassagePlaceConverter, "place")
register_converter(CountryConverter, "country")
register_converter(PairConverter, "pair")
register_converter(SourceNumberConverter, "source_number")

agreements = [
    path("", agreement_list, name="list"),
    path("export.csv", agreements_export, {"form": "csv"}, name="export_csv"),
    path("export.xlsx", agreements_export, {"form": "xlsx"}, name="export_xlsx"),
    path("<agreement:identifier>/", agreement_detail, name="detail"),
    path("<agreement:identifier>/citation.<slug:ending>", agreement_citation, name="citation"),
    path("<agreement:identifier>/passages/<place:place>/", passage_detail, name="passage"),
    path("<agreement:identifier>/passages/<place:place>.json", passage_annotation, name="passage-json"),
    path("<agreement:identifier>/side-by-side/", agreement_side_by_side, name="side-by-side"),
    path("<agreement:identifier>/sources/<source_number:number>.pdf", source_document, name="document"),
    path("<agreement:identifier>/changes/", agreement_changes, name="changes"),
]
commitments = [
    path("", commitment_list, name="list"),
    path("export.csv", commitments_export, {"form": "csv"}, name="export_csv"),
    path("export.xlsx", commitments_export, {"form": "xlsx"}, name="export_xlsx"),
    path("<commitment:identifier>/", commitment_detail, name="detail"),
    path("<commitment:identifier>/citation.<slug:ending>", commitment_citation, name="citation"),
]
areas = [
    path("", area_list, name="list"),
    path("<slug:code>/", area_detail, name="detail"),
]
countries = [
    path("", country_list, name="list"),
    path("<country:code>/", country_detail, name="detail"),
    path("<pair:pair>/", pair_detail, name="pair"),
]
parties = [
    path("", party_list, name="list"),
    path("export.csv", parties_export, {"form": "csv"}, name="export_csv"),
    path("export.xlsx", parties_export, {"form": "xlsx"}, name="export_xlsx"),
    path("<slug:slug>/", party_detail, name="detail"),
]
activities = [
    path("", activity_list, name="list"),
    path("export.csv", activities_export, {"form": "csv"}, name="export_csv"),
    path("export.xlsx", activities_export, {"form": "xlsx"}, name="export_xlsx"),
]
searching = [
    path("", search, name="results"),
    path("suggestions/", suggestions, name="suggestions"),
]
site = [
    path("", home, name="home"),
    path("about/", about, name="about"),
    path("glossary/", glossary, name="glossary"),
    path("accessibility/", accessibility, name="accessibility"),
]

urlpatterns = [
    path("", entrance, name="entrance"),
    path("favicon.ico", favicon, name="favicon"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap_section, name="sitemap_section"),
    path("styleguide/", styleguide, name="styleguide"),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    *i18n_patterns(
        path("", include((site, "site"))),
        path("agreements/", include((agreements, "agreements"))),
        path("commitments/", include((commitments, "commitments"))),
        path("areas/", include((areas, "areas"))),
        path("countries/", include((countries, "countries"))),
        path("parties/", include((parties, "parties"))),
        path("activities/", include((activities, "activities"))),
        path("search/", include((searching, "search"))),
    ),
]
