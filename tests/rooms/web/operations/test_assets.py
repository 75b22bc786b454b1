from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from sekisho.web.operations.assets import DIRECTORY, static_url, with_assets


def inner(_environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    start("404 Not Found", [("Content-Type", "text/plain")])
    return [b"nothing"]


def fetched(application: Any, path: str) -> tuple[str, dict[str, str], bytes]:
    told: list[Any] = []
    environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET"}
    answer = application(environ, lambda status, headers: told.extend([status, dict(headers)]))
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return told[0], told[1], body


def test_a_file_is_served_under_the_digest_of_everything_and_kept_for_good() -> None:
    prefix = static_url()
    status, headers, body = fetched(with_assets(inner, prefix=prefix), f"{prefix}sekisho/sekisho.css")

    assert status == "200 OK"
    assert body == (DIRECTORY / "sekisho/sekisho.css").read_bytes()
    assert "immutable" in headers["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


def test_any_change_of_any_file_changes_the_address(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a")
    first = static_url(tmp_path)
    (tmp_path / "a.css").write_text("b")
    second = static_url(tmp_path)
    (tmp_path / "b.css").write_text("")

    assert len({first, second, static_url(tmp_path)}) == 3


@pytest.mark.parametrize("path", ["/", "/static/old/sekisho/sekisho.css", "/static/../web/operations/keys.py"])
def test_everything_else_is_for_the_application(path: str) -> None:
    assert fetched(with_assets(inner, prefix=static_url()), path)[2] == b"nothing"


def test_no_script_makes_code_of_text_and_none_loads_anything_from_elsewhere() -> None:
    """Trusted types are demanded with no policy allowed, so this would fail in the browser anyway."""
    for path in DIRECTORY.rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        for word in (
            ".innerHTML",
            ".outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "://",
        ):
            assert word not in text, f"{path.name}: {word}"
