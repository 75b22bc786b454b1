"""Django's settings, read once from the environment."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from sekisho.project.databases import database
from sekisho.web.operations.assets import static_url


def _words(name: str, default: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in os.environ.get(name, default).split(",") if word.strip())


HOME = Path(os.environ.get("SEKISHO_HOME", Path.home() / ".sekisho"))
INSTALLED_APPS = ["sekisho"]
_DATABASE = os.environ.get("SEKISHO_DATABASE_URL", f"sqlite:///{HOME / 'sekisho.sqlite3'}")
# Connections stay open from request to request; one that was cut is noticed before it is used.
DATABASES = {"default": {**database(_DATABASE), "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}}
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"
LANGUAGE_CODE = "ja"
SECRET_KEY = os.environ.get("SEKISHO_SECRET_KEY", "")

# Who we are
SEKISHO_RP_ID = os.environ.get("SEKISHO_RP_ID", "localhost")
SEKISHO_ORIGINS = _words("SEKISHO_ORIGINS", "http://localhost:8000")
SEKISHO_FIRM_NAME = os.environ.get("SEKISHO_FIRM_NAME", "見本証券")
SEKISHO_FIRM_NAME_EN = os.environ.get("SEKISHO_FIRM_NAME_EN", "Sample Securities")
SEKISHO_STAFF_ANCHORS = _words("SEKISHO_STAFF_ANCHORS", "")
SEKISHO_HELP_LINE = os.environ.get("SEKISHO_HELP_LINE", "")
# What is around us
SEKISHO_UPSTREAMS = os.environ.get("SEKISHO_UPSTREAMS", "")
SEKISHO_PROXIES = _words("SEKISHO_PROXIES", "")
SEKISHO_MAX_BODY = int(os.environ.get("SEKISHO_MAX_BODY", "1048576"))
SEKISHO_KEYS = Path(os.environ.get("SEKISHO_KEYS", HOME / "keys"))
MASTER_SECRET = SECRET_KEY
CALLER_OF = "sekisho.gateway.operations.callers.caller_of"
"""Knows access tokens, for ``web.operations.guards.machine``."""

# The decision service
SEKISHO_LIVE_TERMS = os.environ.get("SEKISHO_LIVE_TERMS", "")
SEKISHO_LIVE_CERTIFICATE = os.environ.get("SEKISHO_LIVE_CERTIFICATE", "")
SEKISHO_LIVE_AUTHORITIES = os.environ.get("SEKISHO_LIVE_AUTHORITIES", "")

# Ways out
SEKISHO_MAIL_SENDER = os.environ.get("SEKISHO_MAIL_SENDER", "notice@localhost")
SEKISHO_MAIL_BOUNCES = os.environ.get("SEKISHO_MAIL_BOUNCES", "bounces@localhost")
SEKISHO_SMTP_URL = os.environ.get("SEKISHO_SMTP_URL", "")
SEKISHO_SMS_URL = os.environ.get("SEKISHO_SMS_URL", "")
SEKISHO_PUSH_URL = os.environ.get("SEKISHO_PUSH_URL", "")
SEKISHO_OUTBOX = Path(os.environ.get("SEKISHO_OUTBOX", HOME / "outbox"))

# Pages
ROOT_URLCONF = "sekisho.project.urls"
WSGI_APPLICATION = "sekisho.project.wsgi.application"
ALLOWED_HOSTS = sorted({urlsplit(origin).hostname or "" for origin in SEKISHO_ORIGINS})
STATIC_URL = static_url()
MIDDLEWARE = [
    "sekisho.web.operations.middleware.envelope",
    "sekisho.web.operations.middleware.boundaries",
    "django.middleware.csrf.CsrfViewMiddleware",
    "sekisho.web.operations.middleware.Refusals",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parents[1] / "web" / "templates"],
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.csrf"],
            "builtins": ["sekisho.web.operations.tags", "django.templatetags.static"],
        },
    },
]
SEKISHO_TELL_EVENTS = tuple(os.environ.get("SEKISHO_TELL_EVENTS", "order,execution").split(","))
CSRF_COOKIE_NAME = "__Host-sekisho-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = list(SEKISHO_ORIGINS)
CSRF_FAILURE_VIEW = "sekisho.web.operations.faults.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = SEKISHO_MAX_BODY
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
APPEND_SLASH = False
USE_I18N = False
LOGGING_CONFIG = None  # commands decide where logs go; see ``project.logs``
