"""Somebody at the desk who writes, as a server sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.support.desk.editing import filled

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

    Write = Callable[["Desk"], None]


PASSWORD = "a-long-enough-password"


class Desk(Client):
    """The desk of a superuser, who may do all that anybody may."""

    def __init__(self) -> None:
        super().__init__()
        self.user = User.objects.create_superuser("root", password=PASSWORD)
        self.force_login(self.user)

    def at(self, name: str, *args: object) -> str:
        return reverse(f"admin:{name}", args=args)

    def does(self, address: str, *args: object, **data: object) -> str:
        """Where the desk leads after `data` was posted there."""
        response = self.post(self.at(address, *args), data)
        assert response.status_code == 302, (address, response.status_code, errors(response))
        return response.url

    def changes(self, record: Model, **fields: object) -> None:
        """Saves the page of a record with some fields typed anew."""
        name = f"{record._meta.app_label}_{record._meta.model_name}_change"
        self.does(name, record.pk, **(filled(self.get(self.at(name, record.pk))) | fields))
        record.refresh_from_db()
        for field, value in fields.items():
            assert getattr(record, field) == value, (name, field)

    def deletes(self, record: Model) -> None:
        self.does(f"{record._meta.app_label}_{record._meta.model_name}_delete", record.pk, post="yes")
        assert not type(record)._base_manager.filter(pk=record.pk).exists()

    def deletes_from_list(self, record: Model) -> None:
        name = f"{record._meta.app_label}_{record._meta.model_name}_changelist"
        self.does(name, action="delete_selected", _selected_action=[record.pk], post="yes")
        assert not type(record)._base_manager.filter(pk=record.pk).exists()

    def imports(self, raw: bytes, file_name: str, address: str, *args: object) -> None:
        """Chooses a file, looks at what it would change, and confirms."""
        page = self.post(self.at(address, *args), {"file": SimpleUploadedFile(file_name, raw)})
        assert "preview" in page.context, page.context.get("wrong")
        sent = {"carried": page.context["carried"], "name": file_name, "state": page.context["preview"].state}
        self.does(address, *args, **sent)


def errors(response) -> object:
    form = (response.context or {}).get("adminform")
    return (form.form.errors, response.context["told_errors"]) if form else response.content.decode()[-600:]
