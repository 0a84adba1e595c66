"""Every page at the sizes of the hall's screens: found, whole, without barriers, and quiet."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import LARGE, SMALL, Site, log_in, new_keys
from tests.browser.pages import LUOCHUAN_REVIEWER, PAGES, Shown
from tests.browser.watch import Keys, overflowing, violations


@pytest.fixture
def at_work(site: Site, browser: Browser, known: dict[Any, Keys]) -> Callable[[str], Keys]:
    """Give the browser of somebody who logged in once and goes from page to page."""

    def of(staff: str) -> Keys:
        named = (staff, SMALL)
        if named not in known:
            known[named] = new_keys(site, browser)
            known[named].open("/login/")
            log_in(known[named], staff)
        known[named].begin_anew()
        return known[named]

    return of


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_a_page_is_whole_and_without_barriers(
    site: Site, at_work: Callable[[str], Keys], pytestconfig: pytest.Config, shown: Shown
) -> None:
    keys = at_work(shown.staff)
    path = shown.at(site.cases)
    keys.open(path)
    if "/login/" in keys.page.url:  # another test ended everybody's session
        log_in(keys, shown.staff)
        keys.open(path)
    keys.is_at(path)
    assert keys.page.locator("h1").count() == 1
    assert keys.page.locator("nav.side-nav > a").count() <= 7
    folder: Path | None = pytestconfig.getoption("--pictures", default=None)
    for width, height in (LARGE, SMALL):
        keys.page.set_viewport_size({"width": width, "height": height})
        assert overflowing(keys.page) == 0
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            keys.page.screenshot(path=folder / f"{shown.name}-{width}.png")
    assert violations(keys.page) == []
    assert keys.watch.faults == []


def test_the_sheet_of_a_refused_case_is_one_page_in_black(
    site: Site, at_work: Callable[[str], Keys]
) -> None:
    page = at_work(LUOCHUAN_REVIEWER).page
    page.goto(f"{site.address}/cases/{site.cases.refused}/")
    level = page.locator(".tag.l1")
    colour = "element => getComputedStyle(element).color"
    assert level.evaluate(colour) != "rgb(0, 0, 0)", "the control: on the screen it is coloured"
    page.emulate_media(media="print")
    assert level.evaluate(colour) == "rgb(0, 0, 0)"
    assert page.locator(".keys").is_hidden()
    sheet = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="null")
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
