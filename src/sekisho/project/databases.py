"""Database addresses, from one URL to Django's form."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

EMBEDDED = {
    "ENGINE": "django.db.backends.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # Triggers recursive: INSERT OR REPLACE must not remove what a trigger protects.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA recursive_triggers=ON;",
    },
}


PREPARING = {"server_side_binding": True, "prepare_threshold": 3}
"""Statements that come again are planned once for each connection; it halves the database's work."""


class BadDatabaseUrlError(ValueError):
    """The address names no database that Sekisho can use."""


def database(url: str) -> dict[str, Any]:
    """Django's settings for ``sqlite:///path`` or ``postgresql://user:password@host:port/name``.

    Raises:
        BadDatabaseUrlError: neither of the two.

    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {**EMBEDDED, "NAME": unquote(parts.path[1:]) or ":memory:"}
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": parts.port or "",
            "OPTIONS": {**PREPARING, **dict(parse_qsl(parts.query))},
        }
    message = f"SEKISHO_DATABASE_URL: {parts.scheme or 'no scheme'!r} is not sqlite or postgresql"
    raise BadDatabaseUrlError(message)
