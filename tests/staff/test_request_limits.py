"""What is read of a request: by its address and its person, and nothing of strangers at the desk."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from staff.accounts.devices import COOKIE
from staff.agreements.forms.rows import CommitmentForm
from staff.request_limits import DESK_AT_MOST, GIVEN_BACK_AT_MOST, QUESTION_AT_MOST, READ_AT_MOST, SMALL_FORM
from tests.support.desk.addresses import addresses, one_of_each, path_of
from tests.support.desk.editing import desk_of

pytestmark = pytest.mark.django_db

FORM, FILES = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}
ADD = "/admin/agreements/agreement/add/"
ACCOUNT_ADD = "/admin/auth/user/add/"
ROWS = "&".join(f"commitments-{number}-text_ru=Гастроли" for number in range(9_000))


class Unread:
    """A body that nobody may read."""

    def read(self, *_size: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def send(client: Client, address: str, length: object = 243_000, kind: str = FORM, **headers: str):
    """The answer to a POST of `length` bytes, none of which is read."""
    told = {} if length is None else {"CONTENT_LENGTH": str(length)}
    return client.generic("POST", address, content_type=kind, **ORIGIN, **told, **headers, **{"wsgi.input": Unread()})


def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def browser_after_its_session(group: str = "editors") -> Client:
    """A browser in which somebody was let into the desk, and whose session has ended."""
    browser = desk_of(group)
    browser.get("/admin/")
    Session.objects.all().delete()
    return browser


@pytest.mark.parametrize("kind", [FORM, FILES, "application/json", ""])
def test_nothing_of_a_stranger_is_read_at_any_address_of_the_desk(memorandum, kind):
    one_of_each(memorandum)
    for name, route in addresses().items():
        if name == "login":
            continue
        response = send(strict(), f"/admin/{path_of(route)}", 300_000_000, kind)
        assert (response.status_code, response.url.partition("?")[0]) == (302, "/admin/login/"), name
        assert len(response.content) < 1_000


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("address", ["/", "/kk/", "/ru/agreements/", "/en/search/", "/robots.txt", "/styleguide/"])
def test_public_pages_take_no_body(address, method):
    response = strict().generic(method, address, CONTENT_LENGTH="243000", **{"wsgi.input": Unread()})
    assert (response.status_code, response.headers["Allow"], response.content) == (405, "GET, HEAD", b"")


@pytest.mark.parametrize("address", ["/kk/nowhere/", "/nowhere", "/admin/agreements/agreement/add"])
def test_nothing_is_read_where_there_is_no_page(address):
    assert send(strict(), address).status_code in {301, 302, 404}


@pytest.mark.parametrize("address", ["/admin/login/", "/i18n/setlang/"])
@pytest.mark.parametrize(
    ("length", "status"), [(SMALL_FORM + 1, 413), ("9" * 5_000, 413), ("-1", 400), ("1_0", 400), ("٣", 400), ("x", 400)]
)
@pytest.mark.parametrize("kind", [FORM, FILES])
def test_open_forms_are_small_and_tell_their_length_in_digits(address, length, status, kind):
    response = send(strict(), address, length, kind)
    assert response.status_code == status
    assert len(response.content) < 20_000


@pytest.mark.parametrize("address", ["/admin/login/", "/i18n/setlang/"])
def test_a_body_of_untold_length_is_not_read(address):
    assert send(strict(), address, None, HTTP_TRANSFER_ENCODING="chunked").status_code == 411
    assert send(desk_of("editors"), ADD, None, HTTP_TRANSFER_ENCODING="chunked").status_code == 411


def test_an_address_is_no_body():
    question = "&".join(f"q{number}=a" for number in range(9_000))
    for page in ("/kk/agreements/", "/admin/login/", ADD):
        response = strict().get(f"{page}?{question}")
        assert response.status_code == 414
        assert "Content-Security-Policy" in response.headers
        assert len(response.content) < 20_000
    assert strict().get(f"{ADD}?{'a' * QUESTION_AT_MOST}").status_code == 302


def test_whoever_has_not_shown_the_second_factor_is_a_stranger_yet(settings):
    publisher = desk_of("publishers")
    settings.SECOND_FACTOR = True
    response = send(publisher, ADD)
    assert (response.status_code, response.url.partition("?")[0]) == (302, "/admin/second-factor/")
    assert send(publisher, "/admin/second-factor/").status_code == 413


def test_people_who_are_signed_in_without_a_place_at_the_desk_are_strangers_there():
    reader = Client()
    reader.force_login(User.objects.create_user("reader"))
    reader.get("/admin/login/")
    assert COOKIE not in reader.cookies
    assert send(reader, ADD).url.startswith("/admin/login/")


@pytest.mark.parametrize(
    ("group", "address", "length"),
    [
        ("auditors", ADD, GIVEN_BACK_AT_MOST + 1),
        ("auditors", ACCOUNT_ADD, SMALL_FORM + 1),
        ("auditors", "/admin/agreements/agreement/import/", SMALL_FORM + 1),
        ("auditors", "/admin/", SMALL_FORM + 1),
        ("editors", ACCOUNT_ADD, SMALL_FORM + 1),
        ("editors", "/admin/agreements/passage/add/", SMALL_FORM + 1),
        ("editors", "/admin/nowhere/", SMALL_FORM + 1),
    ],
)
def test_what_a_person_may_not_save_is_refused_unread(group, address, length):
    response = send(desk_of(group), address, length)
    assert response.status_code == 403
    assert "staff/403.html" in [template.name for template in response.templates]


def test_a_page_larger_than_the_desk_takes_is_told_its_limit():
    body = io.BytesIO(b"a" * 1_000_000)
    sent = {"CONTENT_LENGTH": str(DESK_AT_MOST + 1), "wsgi.input": body}
    response = desk_of("editors").generic("POST", ADD, content_type=FILES, **sent)
    assert (response.status_code, "100" in response.context["met"]) == (413, True)
    assert body.tell() == 1_000_000
    assert READ_AT_MOST >= DESK_AT_MOST


def test_after_the_session_what_was_typed_comes_back_and_files_are_not_kept(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR, settings.FILE_UPLOAD_MAX_MEMORY_SIZE = str(tmp_path / "nowhere"), 0
    browser = browser_after_its_session()
    document = SimpleUploadedFile("келісім.pdf", b"%PDF-" + b"a" * 90_000)
    typed = {"summary_kk": "Ұзақ мәтін", "sources-0-language": "kk", "sources-0-document": document}
    response = browser.post(ADD, typed, **ORIGIN)
    assert response.status_code == 403
    page = response.content.decode()
    assert "Ұзақ мәтін" in page
    assert "келісім.pdf" in page


def test_a_new_password_takes_nothing_from_whoever_was_typing():
    browser = desk_of("editors")
    browser.get("/admin/")
    person = User.objects.get(username="editors")
    person.set_password("another long one")
    person.save()
    assert "Ұзақ мәтін" in browser.post(ADD, {"summary_kk": "Ұзақ мәтін"}, **ORIGIN).content.decode()


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_a_browser_is_known_no_longer_than_its_account_may_enter(change):
    browser = browser_after_its_session()
    User.objects.filter(username="editors").update(**change)
    assert send(browser, ADD).status_code == 302


def test_a_browser_is_known_by_our_signature_alone():
    browser = browser_after_its_session()
    ours = browser.cookies[COOKIE].value
    for forged in ("", "a", "a:b:c", ours[:-1], f"x{ours}", "\x7f", "é" * 9):
        browser.cookies[COOKIE] = forged
        assert send(browser, ADD).status_code == 302


def test_the_cookie_of_a_known_browser_is_kept_from_scripts_and_public_pages(settings):
    settings.SESSION_COOKIE_SECURE = True
    browser = desk_of("editors")
    cookie = browser.get("/admin/").cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["secure"], cookie["samesite"]) == ("/admin/", True, True, "Lax")
    assert COOKIE not in browser.get("/admin/").cookies, "once is enough"
    assert COOKIE not in browser.get("/kk/").cookies


def test_a_browser_becomes_known_only_with_the_second_factor(settings):
    settings.SECOND_FACTOR = True
    publisher = desk_of("publishers")
    for address in ("/admin/", "/admin/jsi18n/", "/admin/second-factor/", "/admin/login/"):
        publisher.get(address)
    assert COOKIE not in publisher.cookies
    User.objects.get(username="publishers").groups.set([Group.objects.get(name="editors")])
    publisher.get("/admin/")
    assert COOKIE in publisher.cookies


def test_giving_back_makes_one_form_for_thousands_of_rows(monkeypatch):
    made, as_ever = [], CommitmentForm.__init__

    def counted(self, *args, **kwargs):
        made.append(self)
        as_ever(self, *args, **kwargs)

    monkeypatch.setattr(CommitmentForm, "__init__", counted)
    response = browser_after_its_session().post(ADD, ROWS, content_type=FORM, **ORIGIN)
    assert response.status_code == 403
    assert len(made) == 1
    assert len(response.context["parts"]) == 2_000, "no page has more rows of a kind"
    assert len(response.context["sent"]) == 9_000, "but nothing is lost"
