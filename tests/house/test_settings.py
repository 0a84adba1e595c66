"""Production is safe by default, or doesn't start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.plan import CHECKOUT

NEEDED = ("YICHUANG_SECRET_KEY", "YICHUANG_SIGNING_KEY", "YICHUANG_HOSTS", "YICHUANG_DATABASE")


def run(command: list[str], settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the one command with an environment in which nothing else of ours is set."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("YICHUANG_")}
    environment = {**clean, "PYTHONPATH": str(CHECKOUT / "src"), **settings}
    return subprocess.run(
        [sys.executable, "-m", "yichuang", *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """Give the environment of a production site."""
    return {
        "YICHUANG_PRODUCTION": "1",
        "YICHUANG_SECRET_KEY": "a-long-key-that-only-this-test-knows-0123456789-ABCDEFGHIJKLM",
        "YICHUANG_SIGNING_KEY": "5a" * 32,
        "YICHUANG_HOSTS": "yichuang.example.org",
        "YICHUANG_DATABASE": f"sqlite:///{tmp_path / 'site.sqlite3'}",
    }


def test_a_production_site_passes_the_deployment_check(production: dict[str, str]) -> None:
    checked = run(["check", "--deploy", "--fail-level", "WARNING"], production)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_and_without_its_settings_the_same_check_fails() -> None:
    checked = run(["check", "--deploy", "--fail-level", "WARNING"], {})
    assert checked.returncode != 0
    assert "SECURE_HSTS_SECONDS" in checked.stderr


@pytest.mark.parametrize("missing", NEEDED)
def test_production_does_not_start_without(missing: str, production: dict[str, str]) -> None:
    del production[missing]
    refused = run(["check"], production)
    assert refused.returncode != 0
    assert f"{missing} is not set" in refused.stderr


def test_the_demonstration_refuses_to_run_in_production(
    production: dict[str, str], tmp_path: Path
) -> None:
    refused = run(["demo", "--no-serve"], production)
    assert refused.returncode != 0
    assert "生产环境不运行演示" in refused.stderr
    assert list(tmp_path.glob("site.sqlite3*")) == []
