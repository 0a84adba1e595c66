"""The one settings file; everything that differs between sites comes from the environment.

YICHUANG_DATABASE    a database URL (postgresql://…, sqlite:///…); the demonstration's by default
YICHUANG_PRODUCTION  1 in production: then the key, the hosts and the database must be given
YICHUANG_SECRET_KEY  the site's secret key
YICHUANG_HOSTS       host names the site answers to, separated by commas
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[3]
VAR = ROOT / "var"

PRODUCTION = os.environ.get("YICHUANG_PRODUCTION", "") == "1"


def _required(name: str, otherwise: str) -> str:
    """Give a setting of the environment; production has no default for it."""
    if PRODUCTION and not os.environ.get(name):
        message = f"{name} is not set: production needs it"
        raise ImproperlyConfigured(message)
    return os.environ.get(name) or otherwise


def _database(url: str) -> dict[str, Any]:
    """Give Django's entry for a database URL, with the settings that durability asks for."""
    entry: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=None))
    options = entry.setdefault("OPTIONS", {})
    if entry["ENGINE"].endswith("sqlite3"):
        if Path(entry["NAME"]).parent == VAR:
            VAR.mkdir(exist_ok=True)
        # IMMEDIATE: a writer waits at the beginning instead of failing in the middle.
        options["transaction_mode"] = "IMMEDIATE"
        options["timeout"] = 30
        options["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    else:
        # Statements are bound and prepared by the server: the act is planned once, not each time.
        options["server_side_binding"] = True
        options["prepare_threshold"] = 2
    return entry


SECRET_KEY = _required("YICHUANG_SECRET_KEY", "for-development-only")
DEBUG = False
ALLOWED_HOSTS = _required("YICHUANG_HOSTS", "127.0.0.1,localhost").split(",")

DATABASES = {
    "default": _database(_required("YICHUANG_DATABASE", f"sqlite:///{VAR / 'demo.sqlite3'}"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "yichuang.domain.kernel",
    "yichuang.domain.trail",
    "yichuang.domain.staff",
    "yichuang.domain.catalogue",
    "yichuang.domain.authority",
    "yichuang.domain.insured",
    "yichuang.domain.cases",
    "yichuang.domain.archives",
    "yichuang.doors.commands",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "yichuang.project.urls"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_SECURE = True
