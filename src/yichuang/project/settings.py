"""The one settings file; everything that differs between sites comes from the environment.

YICHUANG_DATABASE    a database URL (postgresql://…, sqlite:///…); the demonstration's by default
YICHUANG_PRODUCTION  1 in production: then the key, the hosts and the database must be given
YICHUANG_SECRET_KEY  the site's secret key
YICHUANG_HOSTS       host names the site answers to, separated by commas
YICHUANG_SESSION_IDLE  minutes without a look after which a session ends (30)
YICHUANG_SECOND_FACTOR  who must have one: admins, signers (in production), everybody
YICHUANG_PASSWORDS   what passwords must be: dengbao (in production by default) or asvs (otherwise)
YICHUANG_PROOF_MINUTES  for how many minutes a proof of who signs is fresh, 1 to 15 (15)
YICHUANG_SIGNING_KEY  the master key under which people's signing keys are sealed, 64 hexadecimal
                     digits; or YICHUANG_SIGNING_KEY_FILE, a file that holds it
YICHUANG_KEEPER_SECONDS  how often the keeper looks at the deadlines of open cases (30)
YICHUANG_PROXIES     how many reverse proxies of the site stand before it (0)
"""

import os
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from yichuang import __version__
from yichuang.engines.signing import master_key

ROOT = Path(__file__).resolve().parents[3]
VAR = ROOT / "var"

PRODUCTION = os.environ.get("YICHUANG_PRODUCTION", "") == "1"


def _required(name: str, otherwise: str) -> str:
    """Give a setting of the environment; production has no default for it."""
    if PRODUCTION and not os.environ.get(name):
        message = f"{name} is not set: production needs it"
        raise ImproperlyConfigured(message)
    return os.environ.get(name) or otherwise


def _one_of(name: str, choices: tuple[str, ...], otherwise: str) -> str:
    """Give a setting of the environment that is one of a few words."""
    chosen = os.environ.get(name) or otherwise
    if chosen not in choices:
        message = f"{name} is {chosen!r}: it can be {', '.join(choices)}"
        raise ImproperlyConfigured(message)
    return chosen


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


def _signing_key() -> bytes:
    """Give the master key of signing keys; production has it from the environment or a file."""
    file = os.environ.get("YICHUANG_SIGNING_KEY_FILE")
    if not file:
        for_development = sha256(f"signing {SECRET_KEY}".encode()).hexdigest()
        return master_key(_required("YICHUANG_SIGNING_KEY", for_development))
    return master_key(Path(file).read_text(encoding="ascii"))


try:
    SIGNING_KEY = _signing_key()
except (OSError, ValueError) as amiss:
    _says = "YICHUANG_SIGNING_KEY (or its file) must hold 64 hexadecimal digits"
    raise ImproperlyConfigured(_says) from amiss
ALLOWED_HOSTS = _required("YICHUANG_HOSTS", "127.0.0.1,localhost").split(",")

DATABASES = {
    "default": _database(_required("YICHUANG_DATABASE", f"sqlite:///{VAR / 'demo.sqlite3'}"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "yichuang.domain.kernel",
    "yichuang.domain.trail",
    "yichuang.domain.staff",
    "yichuang.domain.catalogue",
    "yichuang.domain.authority",
    "yichuang.domain.insured",
    "yichuang.domain.cases",
    "yichuang.domain.archives",
    "yichuang.doors.workbench",
    "yichuang.doors.commands",
]
MIDDLEWARE = [
    # Outermost, so that files, faults and redirections carry the same headers as pages.
    "yichuang.doors.workbench.doorway.keep_nothing",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "yichuang.doors.workbench.doorway.readable",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yichuang.doors.workbench.doorway.Doorway",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "yichuang.project.urls"
WSGI_APPLICATION = "yichuang.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "yichuang.doors.workbench.frame.frame",
            ],
            "builtins": ["yichuang.doors.workbench.templatetags.words"],
        },
    }
]

# Faults go to standard error, where whoever runs the server sees them; never to a page.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": True}},
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Static files come out of the installed packages, under a path that changes with the version.
STATIC_URL = f"/static/{__version__}/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31_536_000 if PRODUCTION else 0

AUTH_USER_MODEL = "workbench.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "yichuang.doors.workbench.entrance.codes.ByOneTimeCode",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# 等保三级 asks for composition and change, OWASP ASVS 5.0 forbids both: a site follows one of them.
_RULES = "yichuang.doors.workbench.entrance.passwords"
PASSWORD_PROFILES: dict[str, dict[str, Any]] = {
    "dengbao": {
        "validators": [
            {"NAME": f"{_RULES}.LongEnough", "OPTIONS": {"min_length": 10}},
            {"NAME": f"{_RULES}.ShortEnough"},
            {"NAME": f"{_RULES}.ThreeKinds"},
            {"NAME": f"{_RULES}.Without"},
        ],
        "days": 90,
        "kept": 5,
    },
    "asvs": {
        "validators": [
            {"NAME": f"{_RULES}.LongEnough", "OPTIONS": {"min_length": 12}},
            {"NAME": f"{_RULES}.ShortEnough"},
            {"NAME": f"{_RULES}.NotCommon"},
            {"NAME": f"{_RULES}.Without", "OPTIONS": {"words": ("一窗", "yichuang")}},
        ],
        "days": None,
        "kept": 0,
    },
}
PASSWORDS = _one_of(
    "YICHUANG_PASSWORDS", tuple(PASSWORD_PROFILES), "dengbao" if PRODUCTION else "asvs"
)
PASSWORD_PROFILE = PASSWORD_PROFILES[PASSWORDS]
AUTH_PASSWORD_VALIDATORS = PASSWORD_PROFILE["validators"]

# Who signs has more than a password, since a one-time code passes through other hands.
_FACTOR = "signers" if PRODUCTION else "admins"
SECOND_FACTOR = _one_of("YICHUANG_SECOND_FACTOR", ("admins", "signers", "everybody"), _FACTOR)
OTP_TOTP_ISSUER = "一窗"

# How often the keeper looks whether a deadline is near; a look reads, and writes what is new.
KEEPER_SECONDS = int(os.environ.get("YICHUANG_KEEPER_SECONDS", "30"))

LOGIN_URL = "login"
# Five wrong passwords for a number from one address lock it there for a quarter of an hour; when
# more were spread over several addresses it is locked everywhere. Otherwise anybody could keep
# anybody else out. Behind proxies the address is only known if their number is.
AXES_FAILURE_LIMIT = 5
LOCKED_EVERYWHERE_AFTER = 25
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = "yichuang.doors.workbench.entrance.locks.counted_by"
PROXIES = int(os.environ.get("YICHUANG_PROXIES", "0"))
AXES_CLIENT_IP_CALLABLE = "yichuang.doors.workbench.entrance.sessions.address_of"
# Nothing that was typed is written down by the lock.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "number", "code", "new", "again", "next"]
# What authenticate() calls the number; the default is the account's field, and locks nobody.
AXES_USERNAME_FORM_FIELD = "username"
AXES_RESET_ON_SUCCESS = True
# Otherwise every guess at a locked number would lock it for longer than the page says.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "yichuang.doors.workbench.views.login.locked_out"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False

# A session ends half an hour after the last look, and ten hours after the login.
SESSION_IDLE = timedelta(minutes=int(os.environ.get("YICHUANG_SESSION_IDLE", "30")))
SESSION_WHOLE = timedelta(hours=10)
# How long a proof of who signs is fresh; the domain takes none that is older than the longest.
_MINUTES = tuple(str(minutes) for minutes in range(1, 16))
PROOF_MINUTES = int(_one_of("YICHUANG_PROOF_MINUTES", _MINUTES, "15"))
SESSION_COOKIE_AGE = int(SESSION_IDLE.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Strict"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "yichuang.doors.workbench.views.faults.forbidden"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
