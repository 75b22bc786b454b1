"""The cookies: all ``__Host-``, so that no other host can set or read them; scripts read none."""

from django.http import HttpRequest, HttpResponseBase

from sekisho.web.operations.calls import forget_call, session_cookie
from sekisho.web.types.calls import BROWSER_COOKIE, LANGUAGE_COOKIE

_YEAR = 365 * 24 * 3_600


def set_session(request: HttpRequest, response: HttpResponseBase, token: str) -> None:
    """Hand the session's token to the browser; it keeps it until it is closed, and the server decides before that."""
    _set(response, session_cookie(request), token)
    forget_call(request)


def clear_session(request: HttpRequest, response: HttpResponseBase) -> None:
    """Take the session's token from the browser."""
    _set(response, session_cookie(request), "", age=0)
    forget_call(request)


def set_browser(response: HttpResponseBase, token: str) -> None:
    """Know this browser again."""
    _set(response, BROWSER_COOKIE, token, age=_YEAR)


def set_language(response: HttpResponseBase, language: str) -> None:
    """Keep the language that was asked for."""
    _set(response, LANGUAGE_COOKIE, language, age=_YEAR)


def _set(response: HttpResponseBase, name: str, value: str, *, age: int | None = None) -> None:
    response.set_cookie(name, value, max_age=age, path="/", secure=True, httponly=True, samesite="Lax")
