"""Public addresses are for reading: other methods are told so, and need no token to hear it."""

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.support.desk.addresses import patterns

#: Pages of the desk, and the form by which a reader of the desk chooses a language.
NOT_PUBLIC = {"admin", "set_language"}
PUBLIC = {
    f"{namespace}:{pattern.name}": pattern.callback
    for pattern, namespace in patterns(get_resolver())
    if namespace != "admin" and pattern.name not in NOT_PUBLIC
}


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_address_takes_safe_methods_only_and_asks_no_token_to_say_so(rf, name):
    for method in ("post", "put", "patch", "delete", "options", "trace"):
        response = PUBLIC[name](getattr(rf, method)("/"))
        assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD"), method
    assert PUBLIC[name].csrf_exempt


@pytest.mark.parametrize(
    "address", ["/", "/kk/", "/ru/commitments/", "/robots.txt", "/sitemap.xml", "/favicon.ico", "/sitemap-pages.xml"]
)
def test_whoever_sends_a_form_to_a_public_page_is_told_that_it_takes_none(address, db):
    response = Client(enforce_csrf_checks=True).post(address, {"words": "x"})
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
