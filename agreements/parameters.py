"""What the parameters of lists may hold: each value is checked by itself, whatever the number of possible ones."""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from agreements.facets import Vocabulary
from agreements.publication import published_parties
from agreements.years import NOT_STATED
from parties.countries import is_country

#: Words are looked for in every language at once: people remember a phrase, not the language they read it in.
WORDS_AT_MOST = 12


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


def an_area(code: str) -> None:
    """A code of the vocabulary."""
    if not Vocabulary.read().knows(code):
        raise _refused(code)


def a_country(code: str) -> None:
    """A country, of today or of the past."""
    if not is_country(code):
        raise _refused(code)


def a_public_party(slug: str) -> None:
    """A party that the public may see."""
    if not re.fullmatch(r"[-\w]{1,80}", slug, re.ASCII) or not published_parties().filter(slug=slug).exists():
        raise _refused(slug)


#: The years a partial date can name.
a_year = RegexValidator(rf"\A([12]\d{{3}}|{NOT_STATED})\Z")


def few_words(text: str) -> None:
    """All words must occur, so a whole paragraph is refused rather than cut in silence."""
    if len(text.split()) > WORDS_AT_MOST:
        raise forms.ValidationError(_("Give at most %(count)s words.") % {"count": WORDS_AT_MOST})
