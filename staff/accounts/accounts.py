"""The accounts of those who edit, and their groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin import RelatedFieldListFilter
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff.accounts.account_guard import AccountForm, GroupForm, GuardedAccounts
from staff.framework.deletion import PlainDeletion
from staff.framework.url_values import refuse_wrong_keys

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest

#: The groups that come with the registry, whose names in the database are codes.
GROUPS = {
    "editors": gettext_lazy("Editors: enter records"),
    "publishers": gettext_lazy("Publishers: editors who publish"),
    "administrators": gettext_lazy("Administrators: publishers who manage accounts"),
    "auditors": gettext_lazy("Auditors: see everything, change nothing"),
}
ACTIONS = {
    "view": gettext_lazy("view"),
    "add": gettext_lazy("add"),
    "change": gettext_lazy("change"),
    "delete": gettext_lazy("delete"),
}


#: How the names of models begin that keep earlier versions of records.
VERSIONS = "historical"
#: What stands in the place of choices where nothing can be chosen.
IN_WORDS = {
    "groups": "groups_in_words",
    "permissions": "permissions_in_words",
    "user_permissions": "user_permissions_in_words",
}


def group_label(group: Group) -> str:
    return str(GROUPS.get(group.name, group.name))


def permission_label(permission: Permission) -> str:
    """The record and what may be done with it, in the reader's language."""
    model = permission.content_type.model_class()
    action = ACTIONS.get(permission.codename.partition("_")[0])
    if model is None or action is None:
        return _(permission.name)
    # The names of some packages' records are plain English; the catalogues of packages have them.
    return f"{capfirst(_(str(model._meta.verbose_name_plural)))}: {action}"


def permission_labels(permissions: QuerySet[Permission]) -> str:
    """Permissions for those who only read them, a line each; all kept versions together are one."""
    held = list(permissions.select_related("content_type"))
    records = [permission for permission in held if not permission.content_type.model.startswith(VERSIONS)]
    versions = [_("Earlier versions of records: %(action)s") % {"action": ACTIONS["view"]}] if held != records else []
    return "\n".join([*map(permission_label, records), *versions])


class LabelledMultipleChoice(forms.ModelMultipleChoiceField):
    """Groups and permissions, named in the reader's language."""

    def label_from_instance(self, obj: Model) -> str:
        return permission_label(obj) if isinstance(obj, Permission) else group_label(obj)  # type: ignore[arg-type]


class TranslatedChoices:
    """Offers groups and permissions in the reader's language; none on versions, which nobody edits."""

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        if db_field.name in ("permissions", "user_permissions"):
            everything = Permission.objects.select_related("content_type")
            kwargs["queryset"] = everything.exclude(content_type__model__startswith=VERSIONS)
        kwargs["form_class"] = LabelledMultipleChoice
        kwargs["widget"] = FilteredSelectMultiple(db_field.verbose_name, is_stacked=False)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Where choices can only be read, their labels."""
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        fixed = self._only_read(request, obj)
        return [
            (name, {**options, "fields": [IN_WORDS[field] if field in fixed else field for field in options["fields"]]})
            for name, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*super().get_readonly_fields(request, obj), *IN_WORDS.values())  # type: ignore[misc]

    def _only_read(self, request: HttpRequest, obj: Any) -> set[str]:
        if obj is not None and not self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return set(IN_WORDS)
        return set(IN_WORDS) & set(self.get_readonly_fields(request, obj))

    @admin.display(description=gettext_lazy("groups"))
    def groups_in_words(self, account: User) -> str:
        return "\n".join(group_label(group) for group in account.groups.order_by("name"))

    @admin.display(description=gettext_lazy("permissions"))
    def permissions_in_words(self, group: Group) -> str:
        return permission_labels(group.permissions.all())

    @admin.display(description=gettext_lazy("user permissions"))
    def user_permissions_in_words(self, account: User) -> str:
        return permission_labels(account.user_permissions.all())

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        refuse_wrong_keys(self.model, request.GET.items())  # type: ignore[attr-defined]
        return super().get_changeform_initial_data(request)  # type: ignore[misc]


class GroupsFilter(RelatedFieldListFilter):
    """Accounts by group, under the groups' labels."""

    def field_choices(self, field: Any, request: Any, model_admin: Any) -> Any:  # noqa: ARG002
        return [(group.pk, group_label(group)) for group in Group.objects.order_by("name")]


class NewPasswordForm(AdminPasswordChangeForm):
    """Django's own, whose warning about the present password is English in every language."""

    usable_password_help_text: Any = gettext_lazy(
        "Whether the person signs in with a password here. Without one, the present password is lost."
    )


admin.site.unregister(User)
admin.site.unregister(Group)
# Their pages show the secrets; people set their phones up themselves (staff/accounts/sign_in.py).
admin.site.unregister(TOTPDevice)
admin.site.unregister(StaticDevice)


@admin.register(User)
class AccountAdmin(GuardedAccounts, PlainDeletion, TranslatedChoices, UserAdmin):
    """Accounts. Who is no superuser can neither make one nor take one over."""

    form = AccountForm
    change_password_form = NewPasswordForm
    actions = ("forget_second_factor",)
    list_filter = ("is_staff", "is_superuser", "is_active", ("groups", GroupsFilter))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = (*super().get_readonly_fields(request, obj), "last_login", "date_joined")  # nobody types them
        return fields if request.user.is_superuser else (*fields, "is_superuser", "user_permissions")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)

    @admin.action(
        description=gettext_lazy("Forget the second factor: the person sets up a new phone at the next sign-in"),
        permissions=["change"],
    )
    def forget_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """For who lost phone and recovery codes; entered into the log of each account."""
        for account in queryset:
            if not self._may_touch(request, account):
                raise PermissionDenied
            TOTPDevice.objects.filter(user=account).delete()
            StaticDevice.objects.filter(user=account).delete()
            self.log_change(request, account, _("The second factor was forgotten."))
        self.message_user(request, _("The second factor was forgotten; a new phone is set up at the next sign-in."))

    def _may_touch(self, request: HttpRequest, account: Any) -> bool:
        return account is None or request.user.is_superuser or not account.is_superuser


@admin.register(Group)
class LabelledGroupAdmin(GuardedAccounts, PlainDeletion, TranslatedChoices, GroupAdmin):
    """Groups, whose names in the database are codes, under their labels."""

    form = GroupForm
    list_display = ("label", "name")
    fields = ("name", "permissions")

    @admin.display(description=gettext_lazy("group"), ordering="name")
    def label(self, group: Group) -> str:
        return group_label(group)
