"""The list of activities, on its page and to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from activities.exports import activities_in_parts, activity_columns
from activities.filters import ActivityFilter
from agreements.views.exports import Export, exported
from agreements.views.lists import asked_list
from agreements.views.public import public_page_asking
from agreements.views.question import question_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


@public_page_asking(question_of(ActivityFilter, page=True))
def activity_list(request: HttpRequest) -> HttpResponse:
    """What was done or is planned for commitments of published agreements."""
    return asked_list(request, "activities/activity_list.html", ActivityFilter(request.GET, on=timezone.localdate()))


@public_page_asking(question_of(ActivityFilter, page=False))
def activities_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as a file; `form` is csv or xlsx."""
    asked = ActivityFilter(request.GET, on=timezone.localdate())
    return exported(request, asked, form, Export("activities", activity_columns, activities_in_parts))
