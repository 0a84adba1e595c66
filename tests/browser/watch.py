"""Somebody at the keyboard of a browser, watched: nothing may leave the site, nothing may break."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
    TimeoutError,  # noqa: A004 -- its own kind
    expect,
)

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = {
    "runOnly": {"type": "tag", "values": LEVELS},
    "resultTypes": ["violations"],
    "preload": False,  # it would fetch style sheets
}
REFUSED = "Failed to load resource: the server responded with a status of 4"
"""Chromium says this of every refusal; a refusal is an answer, not a fault."""

BETWEEN_KEYS_MS = 40
"""Slower than any scanner; what comes faster is taken for one."""

NAME = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return "";
  if (e.matches("main, section, nav")) return e.getAttribute("aria-label") || "";
  const labels = [...(e.labels || [])].map((label) => label.textContent);
  const says = e.matches("select") ? "" : e.textContent;
  return [e.getAttribute("aria-label"), ...labels, says].filter(Boolean).join(" ");
}"""

NOTES_KEYS = """addEventListener("keydown", (event) => {
  const at = Math.round(performance.timeOrigin + event.timeStamp);
  (window.keysNoted ??= []).push(`${event.key} ${at % 1000000}`);
}, true);"""
"""Notes on every page which keys reach it, and when."""

CURSOR_STANDS = """() => document.activeElement !== document.body
  || ![...document.querySelectorAll("[autofocus]")].some((e) => e.offsetParent)"""

HOW_IT_STANDS = """() => ({
  ready: document.readyState,
  focus: document.hasFocus(),
  active: document.activeElement ? document.activeElement.outerHTML.slice(0, 120) : "",
  notice: document.getElementById("notice") ? document.getElementById("notice").innerText : "",
  keys: (window.keysNoted || []).slice(-8),
  now: Math.round(performance.timeOrigin + performance.now()) % 1000000,
})"""


@dataclass
class Watch:
    """What went wrong on a page, as the browser saw it, and what still has no answer."""

    address: str
    faults: list[str] = field(default_factory=list)
    unanswered: dict[Request, float] = field(default_factory=dict)

    def over(self, page: Page) -> None:
        """Begin to watch a page."""
        page.add_init_script(NOTES_KEYS)
        page.on("request", self._request)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)
        page.on("response", self._response)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))

    def waits_for(self) -> list[str]:
        """Tell the requests that were sent and not answered, with the seconds since."""
        now = monotonic()
        return [
            f"{one.method} {one.url} ({now - sent:.1f} s)" for one, sent in self.unanswered.items()
        ]

    def _request(self, request: Request) -> None:
        self.unanswered[request] = monotonic()
        local = request.url.startswith((self.address + "/", "data:", "about:"))
        if not local:
            self.faults.append(f"leaves the site: {request.url}")

    def _ended(self, request: Request) -> None:
        self.unanswered.pop(request, None)

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"broke: {response.status} {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(REFUSED):
            self.faults.append(f"console: {message.text}")


class Keys:
    """A person without a mouse: what they press and type, and what they then see."""

    def __init__(self, page: Page, watch: Watch) -> None:
        self.page, self.watch = page, watch
        self.pressed: list[str] = []

    def tells(self) -> str:
        """Tell how things stand, for whoever reads why a test failed."""
        if self.page.is_closed():
            return "a page that is closed"
        try:
            stands = self.page.locator("html").evaluate(HOW_IT_STANDS, timeout=3000)
        except Error as dead:
            stands = f"the page doesn't answer: {dead.message}"
        return (
            f"{self.page.url}\n  page: {stands}\n  pressed last: {self.pressed[-8:]}\n"
            f"  sent and not answered: {self.watch.waits_for()}\n  faults: {self.watch.faults}"
        )

    def begin_anew(self) -> None:
        """Forget what was pressed and what went wrong before."""
        self.pressed.clear()
        self.watch.faults.clear()

    def settles(self) -> None:
        """Wait until every request has its answer and none follows it."""
        quiet, patience = 0, monotonic() + 60
        while quiet < 3 and monotonic() < patience:
            self.page.wait_for_timeout(BETWEEN_KEYS_MS)
            quiet = 0 if self.watch.unanswered else quiet + 1
        assert quiet, f"still waiting: {self.tells()}"

    def open(self, path: str) -> None:
        """Type an address, and wait until the cursor stands where the page puts it."""
        self.page.goto(self.watch.address + path)
        self._cursor_stands()

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as a hand does that waits until a page is there."""
        for key in keys:
            self.page.wait_for_load_state()
            self.pressed.append(key)
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(BETWEEN_KEYS_MS)

    def type(self, text: str) -> None:
        """Type at once, and wait as long as no scanner does before the next key."""
        self.page.wait_for_load_state()
        self.pressed.append(f"“{text}”")
        self.page.keyboard.type(text)
        self.page.wait_for_timeout(BETWEEN_KEYS_MS)

    def scan(self, text: str) -> None:
        """Read a code with a scanner, which types at once and ends with Enter."""
        self.page.keyboard.type(text, delay=5)
        self.page.keyboard.press("Enter")

    def reach(self, name: str, by: str = "Tab", most: int = 80) -> None:
        """Go on until what has this name has the focus."""
        for _ in range(most):
            if name in self.focused():
                return
            self.page.keyboard.press(by)
        raise AssertionError(f"{name} can't be reached by {by} on {self.page.url}")

    def focused(self) -> str:
        """Give the name of what has the focus."""
        return str(self.page.evaluate(NAME))

    def chosen(self) -> str:
        """Give what is chosen in the list that has the focus."""
        return str(self.page.evaluate("document.activeElement.selectedOptions[0].textContent"))

    def sees(self, text: str) -> None:
        """Expect words on the page."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()
        self._cursor_stands()

    def is_at(self, path: str) -> None:
        """Expect to be at an address."""
        try:
            self.page.wait_for_url(self._is_under(path))
        except TimeoutError:
            raise AssertionError(f"not at {path} but at {self.tells()}") from None
        self._cursor_stands()

    @contextmanager
    def leading(self) -> Iterator[None]:
        """Expect that what is done inside leads to another page, which is there at the end."""
        try:
            with self.page.expect_navigation():
                yield
        except TimeoutError:
            raise AssertionError(f"nothing led away from {self.tells()}") from None
        except Error as other:
            if "ERR_ABORTED" not in other.message:  # where two answers lead away, the second wins
                raise
            self.page.wait_for_load_state()
        self._cursor_stands()

    def _cursor_stands(self) -> None:
        """Wait for the cursor: a page is loaded a moment before it stands in its field."""
        for _ in range(20):
            if self.page.evaluate(CURSOR_STANDS):
                return
            self.page.wait_for_timeout(10)

    def _is_under(self, path: str) -> Callable[[str], bool]:
        return lambda url: url.removeprefix(self.watch.address).startswith(path)

    def value(self, label: str) -> str:
        """Give what stands in a field."""
        return self.page.get_by_label(label).first.input_value()


def overflowing(page: Page) -> int:
    """Give by how many pixels a page is wider than its window."""
    width = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(width))


def violations(page: Page) -> list[str]:
    """Give what axe finds on a page, each with the place."""
    found: Any = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{one['id']} ({one['help']}): {node['target']} {node.get('failureSummary', '')}"
        for one in found
        for node in one["nodes"]
    ]
