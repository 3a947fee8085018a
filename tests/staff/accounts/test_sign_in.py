"""Signing in: who guesses waits (more in test_throttling.py), publishers show a second factor, sessions end."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.support.desk.sign_in import DESK, PASSWORD, SECOND_FACTOR, SIGN_IN, code_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def guarded(settings) -> None:
    settings.SECOND_FACTOR = True


def account(name: str, group: str) -> User:
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.post(SIGN_IN, {"username": user.username, "password": PASSWORD, "next": DESK})
    return client


def with_phone(user: User) -> TOTPDevice:
    return TOTPDevice.objects.create(user=user, name="phone", confirmed=True)


@pytest.mark.parametrize(("language", "words"), [("kk", "күте тұрыңыз"), ("ru", "Подождите"), ("en", "Please wait")])
def test_who_guesses_too_often_waits_and_is_told_so_in_his_language(client, settings, language, words):
    account("dana", "editors")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        response = client.post(SIGN_IN, {"username": "dana", "password": "wrong"})
    assert response.status_code == 429
    assert response.headers["Retry-After"] == str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
    assert words in response.content.decode()
    assert client.post(SIGN_IN, {"username": "dana", "password": PASSWORD}).status_code == 429
    elsewhere = client.post(SIGN_IN, {"username": "dana", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_the_pause_ends(client, settings):
    from axes.models import AccessAttempt  # noqa: PLC0415

    account("dana", "editors")
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        client.post(SIGN_IN, {"username": "dana", "password": "wrong"})
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME - timedelta(seconds=1))
    assert client.post(SIGN_IN, {"username": "dana", "password": PASSWORD}).status_code == 302


def test_two_phones_begun_at_once_close_nobody_out():
    user = account("aigerim", "publishers")
    phones = [TOTPDevice.objects.create(user=user, confirmed=False) for _look in range(2)]
    client = signed_in(user)
    assert client.post(SECOND_FACTOR, {"code": code_of(phones[0])}).status_code == 200
    assert client.get(DESK).status_code == 200
    assert not TOTPDevice.objects.filter(confirmed=False).exists()


def test_who_may_change_groups_needs_the_second_factor():
    user = account("marat", "editors")
    user.user_permissions.add(Permission.objects.get(codename="change_group"))
    assert signed_in(user).get(DESK).status_code == 302


def test_editors_need_no_second_factor():
    assert signed_in(account("dana", "editors")).get(DESK).status_code == 200


@pytest.mark.parametrize("group", ["publishers", "administrators"])
def test_who_publishes_or_manages_accounts_sets_up_a_phone_before_the_desk_opens(group):
    user = account("aigerim", group)
    client = signed_in(user)
    wanted = reverse("admin:agreements_agreement_changelist")
    assert client.get(wanted).url == f"{SECOND_FACTOR}?next=%2Fadmin%2Fagreements%2Fagreement%2F"
    page = client.get(f"{SECOND_FACTOR}?next={wanted}").content.decode()
    device = TOTPDevice.objects.get(user=user, confirmed=False)
    assert "<svg" in page
    assert client.get(SECOND_FACTOR).status_code == 200
    assert TOTPDevice.objects.get(user=user) == device, "looking again makes no other phone"

    shown = client.post(SECOND_FACTOR, {"code": code_of(device), "next": wanted}).content.decode()
    codes = StaticToken.objects.filter(device__user=user).values_list("token", flat=True)
    assert len(codes) == 10
    assert all(code in shown for code in codes)
    assert client.get(wanted).status_code == 200


def test_a_code_of_the_phone_opens_the_desk_once():
    user = account("aigerim", "publishers")
    device = with_phone(user)
    code = code_of(device)
    client = signed_in(user)
    assert client.post(SECOND_FACTOR, {"code": f"{code[:3]} {code[3:]}"}).url == DESK
    assert client.get(DESK).status_code == 200
    assert signed_in(user).post(SECOND_FACTOR, {"code": code}).status_code == 200, "the same code again is refused"


@pytest.mark.parametrize("code", ["000000", "", "ab cd", "٣٣٣٣٣٣", "9" * 16, "\0"])
def test_a_wrong_code_is_refused_with_a_reason_and_opens_nothing(code):
    user = account("aigerim", "publishers")
    with_phone(user)
    client = signed_in(user)
    response = client.post(SECOND_FACTOR, {"code": code})
    assert response.status_code == 200
    assert response.context["form"].errors["code"]
    assert client.get(DESK).status_code == 302


def test_a_recovery_code_works_once_and_only_where_a_phone_is_set_up():
    user = account("aigerim", "publishers")
    recovery = StaticDevice.objects.create(user=user, name="recovery")
    for token in ("abcd2345", "efgh2345"):
        StaticToken.objects.create(device=recovery, token=token)
    assert signed_in(user).post(SECOND_FACTOR, {"code": "abcd2345"}).status_code == 200
    TOTPDevice.objects.filter(user=user).update(confirmed=True)
    assert signed_in(user).post(SECOND_FACTOR, {"code": "ABCD 2345"}).url == DESK
    assert signed_in(user).post(SECOND_FACTOR, {"code": "abcd2345"}).status_code == 200


def test_the_way_on_never_leads_to_another_site():
    user = account("aigerim", "publishers")
    device = with_phone(user)
    response = signed_in(user).post(SECOND_FACTOR, {"code": code_of(device), "next": "https://example.org/"})
    assert response.url == DESK


def test_an_administrator_lets_a_person_set_up_a_new_phone():
    user, boss = account("aigerim", "publishers"), account("marat", "administrators")
    with_phone(user)
    client = signed_in(boss)
    client.post(SECOND_FACTOR, {"code": code_of(with_phone(boss))})
    chosen = {"action": "forget_second_factor", "_selected_action": [user.pk]}
    assert client.post(reverse("admin:auth_user_changelist"), chosen).status_code == 302
    assert not TOTPDevice.objects.filter(user=user).exists()
    assert TOTPDevice.objects.filter(user=boss).exists()


def test_a_new_password_ends_the_sessions_of_the_old_one():
    user = account("dana", "editors")
    client = signed_in(user)
    user.set_password("another-long-password")
    user.save()
    assert client.get(DESK).status_code == 302


def test_the_secrets_of_phones_are_on_no_page_of_the_desk(client):
    client.force_login(User.objects.create_superuser("root"))
    for address in ("otp_totp/totpdevice/", "otp_static/staticdevice/", "axes/accessattempt/"):
        assert client.get(f"/admin/{address}").status_code in {302, 404}
