"""Where the sources lie, for commands that look at them."""

from pathlib import Path

from django.core.management.base import CommandError


def checkout_root() -> Path:
    """Give the root of the checkout we run from; refuse where only the package is installed."""
    for folder in Path(__file__).resolve().parents:
        if (folder / "pyproject.toml").is_file() and (folder / "tests").is_dir():
            return folder
    raise CommandError("this command needs a checkout: call ./yichuang there", returncode=2)
