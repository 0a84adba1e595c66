"""The watch itself: what must be caught is caught, so that silence means something."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Route

from tests.browser.conftest import Site, new_keys
from tests.browser.watch import Keys, overflowing, violations

POLICY = {"Content-Security-Policy": "default-src 'self'; img-src *"}
PAGE = "<!doctype html><html lang='zh'><title>页</title><main><h1>页</h1>{}</main></html>"


@pytest.fixture
def planted(site: Site, browser: Browser) -> Callable[..., Keys]:
    """Give a browser in which one address of the site shows what a test planted there."""

    def plant(body: str, status: int = 200) -> Keys:
        keys = new_keys(site, browser)

        def fulfil(route: Route) -> None:
            html = PAGE.format(body)
            kind = "text/html; charset=utf-8"
            route.fulfill(status=status, body=html, content_type=kind, headers=POLICY)

        keys.page.route("**/planted/", fulfil)
        keys.page.route("http://elsewhere.invalid/**", lambda route: route.abort())
        keys.open("/planted/")
        return keys

    return plant


def test_a_request_that_leaves_the_site_is_caught(planted: Callable[..., Keys]) -> None:
    keys = planted("<img alt='' src='http://elsewhere.invalid/a.png'>")
    assert any(fault.startswith("leaves the site") for fault in keys.watch.faults)


def test_what_the_content_policy_refuses_is_caught(planted: Callable[..., Keys]) -> None:
    keys = planted("<script>window.ran = true</script>")
    assert any("Content Security Policy" in fault for fault in keys.watch.faults)
    assert keys.page.evaluate("window.ran") is None


def test_a_style_attribute_is_caught(planted: Callable[..., Keys]) -> None:
    keys = planted("<p style='color: red'>红</p>")
    assert any("Content Security Policy" in fault for fault in keys.watch.faults)


def test_what_broke_is_caught(planted: Callable[..., Keys]) -> None:
    assert any(fault.startswith("broke") for fault in planted("", 500).watch.faults)


def test_a_field_without_a_label_is_caught(planted: Callable[..., Keys]) -> None:
    found = violations(planted("<input type='text' name='a'>").page)
    assert any(one.startswith("label ") for one in found)


def test_a_page_wider_than_its_window_is_caught(planted: Callable[..., Keys]) -> None:
    wide = "<svg width='3000' height='9' aria-hidden='true'></svg>"
    assert overflowing(planted(wide).page) > 1000


def test_and_a_page_without_any_of_this_is_left_alone(planted: Callable[..., Keys]) -> None:
    keys = planted("<label>名<input name='a'></label>")
    assert (keys.watch.faults, violations(keys.page), overflowing(keys.page)) == ([], [], 0)
