"""What a request to the desk says beside the fields of its forms: refused where no page of the desk would say it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import BadRequest
from django.db import models

from staff.framework.url_values import is_key

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

#: How many rows a formset says it has, and how many of them are saved ones.
COUNT = re.compile(r"(?P<prefix>.+)-(?:TOTAL|INITIAL)_FORMS")
ROW = re.compile(r"(?P<prefix>.+)-(?P<number>[0-9]{1,4})-\w+")
#: How lists may be narrowed in an address; Django knows more comparisons, of parts of dates and by patterns.
COMPARED = frozenset(
    ("exact", "iexact", "in", "isnull", "gt", "gte", "lt", "lte", "contains", "icontains", "startswith", "istartswith",
     "endswith", "iendswith")
)  # fmt: skip
REFUSED = frozenset((*models.CharField().get_lookups(), *models.DateTimeField().get_lookups())) - COMPARED
#: So many words may be looked for at once.
WORDS_AT_MOST = 100
#: So many rows may be counted of which nothing is sent.
EMPTY_ROWS = 5


def refuse_wrong_controls(request: HttpRequest) -> None:
    """A 400 for controls that no page of the desk has, or with values that none sends."""
    if any(asked.get(TO_FIELD_VAR) == "" for asked in (request.GET, request.POST)):
        raise BadRequest("a record is asked for by no field")
    if "_saveasnew" in request.POST:
        raise BadRequest("no record is saved as another one")
    refuse_wrong_questions(request.GET)
    refuse_wrong_choices(request)
    refuse_wrong_counts(request.POST)


def refuse_wrong_questions(asked: QueryDict) -> None:
    """A 400 for comparisons that no list offers, and for more words than anybody looks for at once.

    A pattern can take any time, a year can be none of the calendar; each word is a condition for each
    column, of which a database takes so many.
    """
    if any(not REFUSED.isdisjoint(name.split("__")[1:]) for name in asked):
        raise BadRequest("no comparison of a list")
    if any(len(words.split()) > WORDS_AT_MOST for name in (SEARCH_VAR, "term") for words in asked.getlist(name)):
        raise BadRequest("too many words")


def refuse_wrong_choices(request: HttpRequest) -> None:
    """A 400 for records of a list, chosen by what cannot be their keys."""
    chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
    page = getattr(request.resolver_match.func, "model_admin", None) if request.resolver_match else None
    if chosen and (page is None or not all(is_key(page.model, str(key)) for key in chosen)):
        raise BadRequest("no key of a record")


def refuse_wrong_counts(posted: QueryDict) -> None:
    """A 400 for a formset that says it has more rows than it sends, or a number that is none.

    Each row that is counted is built, whether anything of it is sent or not.
    """
    counts = [(found["prefix"], said) for name, said in posted.items() if (found := COUNT.fullmatch(name))]
    rows = _rows_sent(posted) if counts else {}
    for prefix, said in counts:
        if not (isinstance(said, str) and re.fullmatch("[0-9]{1,4}", said)) or int(said) > rows[prefix] + EMPTY_ROWS:
            raise BadRequest("not the number of the rows that were sent")


def _rows_sent(posted: QueryDict) -> Counter[str]:
    """How many rows of each formset something is sent of."""
    found = {(row["prefix"], int(row["number"])) for name in posted if (row := ROW.fullmatch(name))}
    return Counter(prefix for prefix, _number in found)
