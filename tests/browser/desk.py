"""What people do at the desk again and again, by keyboard: begin, fill in, sign, pass, return."""

from collections.abc import Iterable

from playwright.sync_api import expect

from tests.browser.ground import PASSWORD
from tests.browser.watch import Keys


def begin(keys: Keys, initials: str) -> None:
    """Choose an item by its initials, and open its form."""
    keys.open("/counter/")
    keys.press("F4")
    with keys.page.expect_response(lambda answer: f"item={initials}" in answer.url):
        keys.type(initials)
    expect(keys.page.locator("#items .row")).to_have_count(1)
    keys.press("Tab")
    with keys.leading():
        keys.press("Enter")
    keys.is_at("/drafts/")


def fill(keys: Keys, answers: Iterable[str]) -> None:
    """Type into one field after the other; Enter goes on. A choice is made by its first letters."""
    for answer in answers:
        if keys.page.evaluate("document.activeElement.tagName") == "SELECT":
            keys.press("ArrowDown")
        else:
            keys.type(answer)
        keys.press("Enter")


def settle(keys: Keys) -> None:
    """Wait until what was typed is saved, and nothing more is on its way."""
    keys.settles()


def all_papers_here(keys: Keys) -> None:
    """Say that every paper is here in the original."""
    with keys.page.expect_response(lambda answer: "/drafts/" in answer.url):
        keys.press("F7")
    settle(keys)


def submit(keys: Keys) -> str:
    """Submit, and give the number on the receipt."""
    settle(keys)
    press_and_go(keys, "F9")
    keys.is_at("/cases/")
    return keys.page.url.split("/cases/")[1].split("/")[0]


def press_and_go(keys: Keys, key: str) -> None:
    """Press a key that leads to another page; where it doesn't, tell what the page says."""
    with keys.leading():
        keys.press(key)


def go_on(keys: Keys, path: str, key: str = "F9") -> None:
    """Open a page and press the one button; the page that follows is there when this ends."""
    keys.open(path)
    press_and_go(keys, key)


def tick_all(keys: Keys) -> None:
    """Tick every point, by its digit or by going on to it."""
    boxes = keys.page.locator("[data-ticks] input.tick")
    for place in range(boxes.count()):
        if place < 9:
            keys.press(str(place + 1))
        else:
            keys.press("ArrowDown", "Space")
    expect(keys.page.locator("[data-ticks] input.tick:not(:checked)")).to_have_count(0)


def review(keys: Keys, number: str) -> None:
    """Look at everything, tick it, and pass or sign."""
    keys.open(f"/cases/{number}/review/")
    tick_all(keys)
    press_and_go(keys, "F9")


def sign(keys: Keys, number: str) -> None:
    """Sign what is on the screen."""
    go_on(keys, f"/cases/{number}/signing/")


def prove(keys: Keys, password: str = PASSWORD) -> None:
    """Show who signs, in the panel that stands open."""
    expect(keys.page.locator("#panel-proof")).to_be_visible()
    keys.type(password)
    with keys.page.expect_response(lambda answer: "/proof/" in answer.url):
        keys.press("F9")


def state_of(keys: Keys, number: str) -> str:
    """Give how a case stands, as its own page says."""
    keys.open(f"/cases/{number}/")
    return keys.page.locator(".title .tag:not(.l1, .l2, .l3)").first.inner_text()
