"""The browser that journeys are tried in, and a font that has the hall's words."""

import os
import shutil
import subprocess

INSTALL = "apt-get install --no-install-recommends chromium fonts-wqy-microhei"
NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """Give the path of a browser: YICHUANG_CHROMIUM, else what stands on the PATH."""
    named = os.environ.get("YICHUANG_CHROMIUM")
    places = (named,) if named else NAMES
    return next((found for name in places if (found := shutil.which(name))), None)


def has_chinese_font() -> bool:
    """Say whether a Chinese word can be drawn; without a font every sign is an empty box."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    told = subprocess.run([lister, ":lang=zh"], capture_output=True, check=False)  # noqa: S603
    return bool(told.stdout.strip())


def missing() -> str:
    """Say what is missing, in the line that installs it; nothing where all is there."""
    if find_chromium() is None:
        return f"no Chromium found; install it: {INSTALL}"
    return "" if has_chinese_font() else f"no Chinese font found; install it: {INSTALL}"
