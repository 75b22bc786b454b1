"""Styles, scripts and images: served under an address that names their content, so that browsers may keep them.

The address holds a digest over all files: ``/static/<digest>/sekisho/sekisho.css``. Scripts and styles refer to each
other by relative addresses and need no rewriting.
"""

from hashlib import sha256
from pathlib import Path
from wsgiref.headers import Headers

from whitenoise import WhiteNoise

DIRECTORY = Path(__file__).parents[1] / "static"
_DIGITS = 16
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def static_url(directory: Path = DIRECTORY) -> str:
    """The prefix of every file's address."""
    whole = sha256()
    for path in sorted(directory.rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(directory).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"/static/{whole.hexdigest()[:_DIGITS]}/"


def with_assets(application: object, *, prefix: str, directory: Path = DIRECTORY) -> WhiteNoise:
    """The WSGI application with the files before it."""
    return WhiteNoise(
        application,
        root=directory,
        prefix=prefix,
        immutable_file_test=lambda _path, _url: True,
        add_headers_function=_headers,
        index_file=False,
        allow_all_origins=False,
    )


def _headers(headers: Headers, _path: str, _url: str) -> None:
    for name, value in _HEADERS.items():
        headers[name] = value
