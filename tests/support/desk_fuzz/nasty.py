"""Values that nobody types, and those that somebody mistypes: chance alone does not find them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

HUGE = "9" * 20
NUMBERS = (
    "", "-1", "0", "1", "2", "-0", "1.5", "1e309", "NaN", "inf", "9999", "10000", "32768", "238252028", "2147483648",
    "9223372036854775807", "9223372036854775808", "-9223372036854775809", HUGE, "9" * 5000, "٣", "²", "0x10",
    "1_000",
    " 7 ", "+7", "1,2",
)  # fmt: skip
DATES = (
    "", "-1", "\\", "1" * 23, "1" * 41, "2016-13", "31.02.2016", "қараша 2016", "2016-11-31", "2016-00", "0000",
    "99999",
    "199X", "19XX", "199X-05", "2016?", "2016~/..", "/", "..", "../..", "2018/2016", "2016/2018", "2016", "11.2016",
    "2016-11-07", "2016-11-07T12:00", "0001-01-01", "9999-12-31", "12/31/9999", "٢٠١٦",
)  # fmt: skip
TEXTS = (
    "", " ", "\0", "a\0b", "%00", "%", "\\", "'", '"', "')--", "<script>alert(1)</script>", "{{ 7 }}", "{% url %}",
    "{0}",
    "%(name)s", "../../etc/passwd", "😀", "ﬀ", "İ", "ß", "\u202e", "\ufeff", "\u2028", "\ufffd", "\U0010ffff", "a\r\nb",
    "[]", "{}", "null", "true", "None", "on", "=1+1", "a" * 5000, "қ" * 300, "а" * 70_000, "https://", "https://[::1",
    "javascript:alert(1)", "Q0", "2016-13", HUGE, "-1", "1", "kk", "xx", "Екі жақ", "Тараптар", "editors", "root",
    "published", "named", "(", "[", "(a+)+$",
    " ".join(map(str, range(1500))),
)  # fmt: skip
KEYS = (
    "", "-1", "0", "1", "2", HUGE, "9223372036854775808", "abc", "1,abc", "1,2", f"1,{HUGE}", "²", "\0", "1\0", "None",
    "_5F", "_0", "%5F", "..", "1/2", "add", "a" * 300, "😀", "1.0", "true", "[]", "e", "new-1",
)  # fmt: skip
#: What Django's admin reads beside the fields of forms and the filters of lists, and what pages of ours read.
CONTROLS = (
    "_to_field", "_popup", "_saveasnew", "_changelist_filters", "_continue", "_addanother", "_save", "_facets",
    "p", "o", "q", "all", "e", "t", "s", "page", "action", "index", "select_across",
    "_selected_action", "post", "next", "app_label", "model_name", "field_name", "term", "started_from", "desk",
    "place",
    "id", "pk", "csrfmiddlewaretoken", "password", "carried", "state", "name", "by", "to", "note", "seen", "text",
)  # fmt: skip
FIELDS = (
    "id", "pk", "agreement", "status", "kind", "country", "parent", "title_kk", "updated_at", "passage", "groups",
    "is_staff", "number", "history", "party", "other", "source", "date_joined", "username", "commitment",
    "implementation", "legal_character",
)  # fmt: skip
LOOKUPS = (
    "", "__exact", "__in", "__gt", "__lte", "__isnull", "__icontains", "__contains", "__regex", "__iregex",
    "__range", "__year",
    "__date", "__id", "__pk", "__nonsense", "__id__exact", "__name_kk__startswith", "__history__id", "__bogus__in",
    "__",
)  # fmt: skip
FILTERS = (
    "", "q=1", "p=0", f"p={HUGE}", "q=%00", "=", "&&", "o=1.2.-3", "status__exact=draft", f"id__in={HUGE}", "e=1",
    "%ED%A0%80", "_changelist_filters=q%3D1", "a" * 3000,
)  # fmt: skip
ORDERS = ("", "1", "-1", "0", "1.2", "-1.-1", "99", HUGE, ".", "abc", "--1", "1.-2.3.4.5.6", "²")
ACTIONS = ("", "delete_selected", "forget_second_factor", "nonsense", "\0", "__class__", "delete_selected\r\n", "0")
#: By the last part of the name of a control or a parameter, what is nasty in it.
BY_NAME = {
    **dict.fromkeys(("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS"), NUMBERS),
    **dict.fromkeys(("p", "page", "index", "e", "all", "number", "quoted_from"), NUMBERS),
    **dict.fromkeys(("term_months", "renewal_months", "notice_months"), NUMBERS),
    **dict.fromkeys(("date", "used", "held", "happened", "due", "published", "assessed_on"), DATES),
    "o": ORDERS,
    "action": ACTIONS,
    "_changelist_filters": FILTERS,
}


def value_for(name: str, draw: Random) -> str:
    """A value for the control or parameter `name`, nasty in the way that such a one can be."""
    values = BY_NAME.get(name.rpartition("-")[2])
    if values is None:
        values = draw.choice((TEXTS, TEXTS, KEYS, NUMBERS, DATES, (_letters(draw),)))
    return draw.choice(values)


def _letters(draw: Random) -> str:
    """Any letters, half of them of the keyboard."""
    return "".join(chr(draw.randrange(1, draw.choice((128, 0xD800)))) for _ in range(draw.randrange(40)))
