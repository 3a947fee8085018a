"""The desk with its records, asked one question after another; each answer is undone."""

from __future__ import annotations

import time
from random import Random
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from tests.support.desk.addresses import addresses, one_of_each
from tests.support.desk.editing import desk_of
from tests.support.desk_fuzz.forms import forms_of
from tests.support.desk_fuzz.questions import LANGUAGES, WHO, Question, address_at, any_form, filled, query
from tests.support.desk_fuzz.records import records_to_ask_about

if TYPE_CHECKING:
    from agreements.models import Agreement
    from tests.support.desk_fuzz.forms import Form

#: Of the processor: whatever else the machine does is not counted.
SECONDS_AT_MOST = 2.0
#: The pages on which people work: every second question is about one of them.
EDITED = (
    "agreements_agreement", "agreements_cooperationarea", "parties_party", "parties_official", "parties_post",
    "activities_activity", "activities_assessment", "auth_user", "auth_group",
)  # fmt: skip
WORK = ("change", "add", "changelist", "delete", "history", "import_record", "import_table", "password_change")


class Desk:
    """Two people at the desk; what goes wrong there is collected in `faults`."""

    def __init__(self, memorandum: Agreement, seed: int) -> None:
        one_of_each(memorandum)
        root = User.objects.create_superuser("root")
        records_to_ask_about(memorandum, root)
        clients = {"root": Client(), "editors": desk_of("editors")}
        clients["root"].force_login(root)
        self.sessions = {who: client.cookies["sessionid"].value for who, client in clients.items()}
        self.routes = sorted(addresses().items())
        names = {f"{model}_{work}" for model in EDITED for work in WORK}
        self.editing = [route for name, route in self.routes if name in names]
        self.seed, self.number = seed, 0
        self.faults: list[str] = []
        self._forms: dict[tuple[str, str], list[Form]] = {}

    def ask(self, number: int) -> None:
        """Ask the question of this number, and sometimes what its answer lets one ask; undo all of it."""
        self.number = number
        draw = Random(f"{self.seed}:{number}")
        with transaction.atomic():
            question = self._drawn(draw)
            answer = self._answer(question)
            if question.method == "POST" and draw.random() < 0.3 and (forms := _forms_of(answer)):
                self._answer(_posted(draw.choice(forms), question.who, question.address, question.language, draw))
            transaction.set_rollback(True)

    def _drawn(self, draw: Random) -> Question:
        routes = [route for _name, route in self.routes]
        route = routes[self.number // 2 % len(routes)] if self.number % 2 else draw.choice(self.editing)
        who, language, address = draw.choice(WHO), draw.choice(LANGUAGES), address_at(route, draw)
        asked = query(route, draw)
        if draw.random() < 0.4:
            return Question(who, "GET", address + asked, language)
        forms = self._forms_at(who, address)
        question = _posted(draw.choice(forms or [any_form(draw)]), who, address, language, draw)
        if not forms or draw.random() < 0.2:
            question.address += asked
        return question

    def _forms_at(self, who: str, address: str) -> list[Form]:
        """The forms of a page, read once."""
        if (who, address) not in self._forms:
            self._forms[who, address] = _forms_of(self._answer(Question(who, "GET", address, LANGUAGES[0])))
        return self._forms[who, address]

    def _answer(self, question: Question) -> Any:
        client = Client(raise_request_exception=False)
        client.cookies.load({"sessionid": self.sessions[question.who]})
        begun = time.thread_time()
        answer = question.ask(client)
        if answer.streaming:
            b"".join(answer.streaming_content)  # what a download says, and its file is closed after it
        taken = time.thread_time() - begun
        if answer.status_code >= 500 or taken > SECONDS_AT_MOST:
            told = f"make fuzz SEED={self.seed} FIRST={self.number} QUESTIONS=1: {question}"
            self.faults.append(f"{told}\n    {answer.status_code} in {taken:.1f} s; {_raised(answer)}")
        return answer


def _posted(form: Form, who: str, address: str, language: str, draw: Random) -> Question:
    to = form.action if form.action.startswith("/") else address
    return Question(who, "POST", to, language, filled(form, draw), draw.random() < 0.5)


def _forms_of(answer: Any) -> list[Form]:
    """The forms of an answer that is a page."""
    is_page = answer.status_code in {200, 403} and "html" in answer.headers.get("Content-Type", "")
    return forms_of(answer.content.decode()) if is_page else []


def _raised(answer: Any) -> str:
    """The error, where it left the code of the registry, and where it was raised."""
    error = answer.exc_info[1] if getattr(answer, "exc_info", None) else None
    if error is None:
        return ""
    places = extract_tb(error.__traceback__)
    own = next((place for place in reversed(places) if "site-packages" not in place.filename), places[-1])
    return f"{error!r:.300} at {own.filename}:{own.lineno}, {places[-1].filename}:{places[-1].lineno}"
