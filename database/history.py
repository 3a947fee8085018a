"""History of translated records: every language column is kept.

django-simple-history copies the columns a model has when its class is built, which is before
django-modeltranslation adds `title_kk`, `title_ru`, `title_en`. So history is registered after
the translations are, and keeps the language columns instead of the original one, which only
repeats whichever language was active at the last save.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string
from modeltranslation.fields import TranslationField
from modeltranslation.manager import get_translatable_fields_for_model
from simple_history import register
from simple_history.models import HistoricalRecords
from simple_history.utils import get_history_manager_for_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db import models


class TrilingualHistory(HistoricalRecords):
    """History with a plain, non-unique copy of each language column."""

    def copy_fields(self, model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
        fields = super().copy_fields(model)
        for name, field in fields.items():
            if isinstance(field, TranslationField):
                _name, path, args, kwargs = field.deconstruct()
                kwargs.pop("unique", None)
                kwargs["editable"] = False
                fields[name] = import_string(path)(*args, **kwargs)
                fields[name].name = name
        return fields

    def get_extra_fields_m2m(self, *args: Any) -> dict[str, Any]:
        """The kept links of a version; they are called something whether their version is there or not."""
        return {**super().get_extra_fields_m2m(*args), "__str__": _numbered}


def _numbered(link: models.Model) -> str:
    return f"{link._meta.verbose_name} {link.pk}"


def keep_history(model: type[models.Model], m2m_fields: Sequence[str] = ()) -> None:
    """Keep every version of `model`, its language columns and the named many-to-many relations."""
    register(
        model,
        records_class=TrilingualHistory,
        excluded_fields=list(get_translatable_fields_for_model(model) or ()),
        m2m_fields=list(m2m_fields),
    )


def write_first_versions(model: type[models.Model]) -> None:
    """Give each record that was loaded from a fixture one first version, many-to-many relations included.

    Loading itself writes half a version where it sets such relations, and `populate_history`
    leaves them out.
    """
    records = model._default_manager.all()
    versions = get_history_manager_for_model(model).filter(id__in=records.values("pk"))
    versions.delete()
    for record in records:
        record.save()
    versions.update(history_type="+")
