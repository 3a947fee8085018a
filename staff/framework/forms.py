"""The form of a record: what is refused, and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from staff.framework.slugs import address_name, free_name

if TYPE_CHECKING:
    from django.contrib.auth.models import User


#: How the mark of a page for a new record begins.
NEW = "new-"


def a_new_page() -> str:
    """The mark of one page for a new record: a form that is sent twice bears it twice."""
    return f"{NEW}{uuid4().hex}"


class SaidAsSaved(forms.ModelForm):
    """A form whose record never takes a value that was refused.

    A rule of the record itself is asked once the record has the value. So it is taken back: the field
    shows what was typed, and headings, labels and choices tell the record as it is saved.
    """

    def _post_clean(self) -> None:
        saved = {field.name: getattr(self.instance, field.attname) for field in self.instance._meta.concrete_fields}
        super()._post_clean()  # type: ignore[misc]
        for name in saved.keys() & self.errors.keys():
            setattr(self.instance, self.instance._meta.get_field(name).attname, saved[name])


class AttributedForm(SaidAsSaved):
    """A form that knows who types."""

    #: Set for the forms of one request.
    by: ClassVar[User | None] = None

    def may(self, permission: str) -> bool:
        """Whether the person who types has `permission`."""
        return self.by is not None and self.by.has_perm(permission)


class OptimisticLockForm(AttributedForm):
    """Refuses to save over somebody else's changes: the version one started from must still be the last.

    The versions are those of the record's history, to which every save adds one.
    """

    started_from = forms.CharField(required=False, widget=forms.HiddenInput)
    #: Why saving what was typed was refused; set by RegistryAdmin to show the page again.
    refusal: ClassVar[ValidationError | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last_version = self._last_version()
        if "started_from" in self.fields:
            self.fields["started_from"].initial = str(getattr(self.last_version, "pk", "")) or a_new_page()

    def _last_version(self) -> Any:
        if self.instance.pk is None:
            return None
        return self.instance.history.select_related("history_user").first()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        last = self.last_version
        if last is not None and self.cleaned_data.get("started_from") != str(last.pk):
            raise ValidationError(
                _(
                    "%(user)s saved this record after you opened it, so your changes were not saved. "
                    "Open the record in another tab and carry your changes over."
                ),
                params={"user": last.history_user or _("Somebody")},
            )
        if self.refusal is not None:
            self._show(self.refusal)
        return cleaned

    def _show(self, refusal: ValidationError) -> None:
        told = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
        for name, errors in told.items():
            self.add_error(name if name in self.fields else None, errors)


class AddressNameForm(OptimisticLockForm):
    """A record whose address name is made from its English name, or its Kazakh one, unless it is typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slug = self.fields.get("slug")
        if slug is not None:
            slug.required = False
            slug.label = _("Name in the address (Latin letters)")
            slug.help_text = _("Leave it empty and it is made from the English or the Kazakh name. It never changes.")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        given = self.cleaned_data
        if "slug" in self.fields and not given.get("slug") and "slug" not in self.errors:
            made = address_name(given.get("name_en") or "", given.get("name_kk") or "")
            taken = self._meta.model._default_manager
            given["slug"] = free_name(made, lambda name: taken.filter(slug=name).exists())
        return cleaned
