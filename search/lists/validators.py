"""What the parameters of lists may hold: each value is checked by itself, whatever the number of possible ones."""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from agreements.models.identifiers import PAIR
from agreements.rules.visibility import published_parties
from parties.countries import is_country
from search.facets.vocabulary import Vocabulary
from search.facets.years import NOT_STATED

#: Words are looked for in every language at once: people remember a phrase, not the language they read it in.
WORDS_AT_MOST = 12
#: Of a parameter with a refused value so many values are looked at; an address made by a machine may have thousands.
LOOKED_AT_ONE_BY_ONE = 40


class ValuesField(forms.MultipleChoiceField):
    """Repeated values, each checked by a validator rather than a list: an unseen year or country is no error."""

    def __init__(self, *, each: Any, **kwargs: Any) -> None:
        self.each = each
        super().__init__(**kwargs)

    def valid_value(self, value: str) -> bool:
        try:
            self.each(value)
        except forms.ValidationError:
            return False
        return True


class ValuesFilter(django_filters.MultipleChoiceFilter):
    field_class = ValuesField


def _refused(value: str) -> forms.ValidationError:
    return forms.ValidationError(
        forms.MultipleChoiceField.default_error_messages["invalid_choice"], params={"value": value}
    )


def validate_area(code: str) -> None:
    """A code of the vocabulary."""
    if not Vocabulary.read().knows(code):
        raise _refused(code)


def validate_country(code: str) -> None:
    """A country, of today or of the past."""
    if not is_country(code):
        raise _refused(code)


def validate_public_party(slug: str) -> None:
    """A party that the public may see."""
    if not re.fullmatch(r"[-\w]{1,80}", slug, re.ASCII) or not published_parties().filter(slug=slug).exists():
        raise _refused(slug)


def validate_pair(pair: str) -> None:
    """Two countries, or two sides that a published agreement has; an unseen pair of countries is no error."""
    if not re.fullmatch(PAIR, pair, re.ASCII) or not (
        all(is_country(code) for code in pair.upper().split("-"))
        or Agreement.objects.published().filter(pair=pair.upper()).exists()
    ):
        raise _refused(pair)


def in_one_order(pair: str) -> str:
    """A pair as identifiers have it, whichever side a reader names first; other texts as they are."""
    return "-".join(sorted(pair.lower().split("-"))) if re.fullmatch(PAIR, pair.lower(), re.ASCII) else pair


def as_printed(country: str) -> str:
    """A country's code as it is printed, also where a reader typed small letters; other texts as they are."""
    return country.upper() if re.fullmatch(r"[a-zA-Z]{2,4}", country) else country


#: The years a partial date can name.
a_year = RegexValidator(rf"\A([12][0-9]{{3}}|{NOT_STATED})\Z")
a_stated_year = RegexValidator(r"\A[12][0-9]{3}\Z", _("Give a year in four digits, such as 1994."))


class ListFilterForm(forms.Form):
    """What one parameter alone cannot tell, and what is said of values that are none of the choices."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if "invalid_choice" in field.error_messages:
                field.error_messages["invalid_choice"] = _("“%(value)s” is none of the choices.")

    def understood(self) -> dict[str, list[str]]:
        """What remains of the question without the values that were refused."""
        asked: Any = self.data
        return {name: self._understood(name, asked.getlist(name)) for name in self.fields if name in asked}

    def _understood(self, name: str, values: list[str]) -> list[str]:
        field = self.fields[name]
        if name not in self.errors:
            return values
        if not isinstance(field, forms.MultipleChoiceField):
            return []
        return [value for value in values[:LOOKED_AT_ONE_BY_ONE] if _is_clean(field, value)]

    def clean(self) -> None:
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and first > last:
            self.add_error(
                "to", _("The period ends (%(last)s) before it begins (%(first)s).") % {"first": first, "last": last}
            )


def _is_clean(field: forms.MultipleChoiceField, value: str) -> bool:
    try:
        field.clean([value])
    except forms.ValidationError:
        return False
    return True


def validate_few_words(text: str) -> None:
    """All words must occur, so a whole paragraph is refused rather than cut in silence."""
    if len(text.split()) > WORDS_AT_MOST:
        raise forms.ValidationError(_("Give at most %(count)s words.") % {"count": WORDS_AT_MOST})
