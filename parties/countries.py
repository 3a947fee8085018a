"""Countries by ISO 3166 code, named in the reader's language.

Codes: ISO 3166-1 alpha-2, and the four-letter codes of ISO 3166-3 for countries that are no
more but signed agreements. Names: Unicode CLDR; those of former countries are the registry's own.
"""

from __future__ import annotations

from functools import cache

from babel import Locale
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext

from languages.collation import current_language, sort_key

#: CLDR territories that are no ISO 3166-1 countries: reserved codes, groupings and test regions.
NOT_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"})

FORMER_COUNTRIES = {
    "CSHH": _("Czechoslovakia"),
    "CSXX": _("Serbia and Montenegro"),
    "DDDE": _("German Democratic Republic"),
    "SUHH": _("Soviet Union"),
    "YUCS": _("Yugoslavia"),
}


@cache
def _present_countries(language: str) -> dict[str, str]:
    territories = Locale(language).territories
    return {code: name for code, name in territories.items() if code.isalpha() and code not in NOT_COUNTRIES}


def country_name(code: str, reader: str = "") -> str:
    """The country's name in the language `reader`, or the page's; "" for no country, the code for an unknown one."""
    if not code:
        return ""
    return _present_countries(reader or current_language()).get(code) or str(FORMER_COUNTRIES.get(code, code))


def is_country(code: str) -> bool:
    """Whether `code` is in ISO 3166-1 alpha-2 or one of the former countries kept here."""
    return code in _present_countries("en") or code in FORMER_COUNTRIES


def country_choices() -> list[tuple[str, str]]:
    """Every country, in the alphabetical order of the reader's language."""
    return list(_sorted_countries(current_language()))


@cache
def _sorted_countries(language: str) -> tuple[tuple[str, str], ...]:
    """Sorted once for each language: a form asks for them in each of its rows."""
    with override(language):
        former = [
            (code, pgettext("country", "%(name)s (former)") % {"name": name}) for code, name in FORMER_COUNTRIES.items()
        ]
    return tuple(sorted([*_present_countries(language).items(), *former], key=lambda c: sort_key(language, c[1])))
