"""Where somebody goes on after signing in: only to a page of our own."""

from urllib.parse import urlsplit

_LONGEST = 500


def own_page(wanted: str, *, otherwise: str = "/") -> str:
    r"""``wanted`` if it is a path on this site, else ``otherwise``: nobody is sent elsewhere by a link to our login.

    >>> own_page("/security?x=1"), own_page("//evil.example"), own_page("/\\evil.example"), own_page("https://e.example")
    ('/security?x=1', '/', '/', '/')
    """
    if len(wanted) > _LONGEST or not wanted.startswith("/") or wanted.startswith("//"):
        return otherwise
    if "\\" in wanted or any(ord(sign) < 0x21 or ord(sign) == 0x7F for sign in wanted):  # noqa: PLR2004 - controls and space
        return otherwise
    parts = urlsplit(wanted)
    return otherwise if parts.scheme or parts.netloc else wanted
