from pathlib import Path
from shutil import copytree

import pytest

from sekisho.notices.operations.library import LOCK, SHIPPED, LibraryBrokenError, check, load, shipped, write_lock


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the product's messages."""
    return Path(copytree(SHIPPED, tmp_path / "templates"))


def spoil(directory: Path, old: str, new: str, name: str = "login") -> None:
    place = directory / f"{name}.toml"
    place.write_text(place.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def codes(directory: Path) -> list[str]:
    return [each.code for each in check(path=directory)]


def test_the_products_own_messages_are_sound_and_locked() -> None:
    assert check(path=SHIPPED) == ()
    assert set(shipped()) == {path.stem for path in SHIPPED.glob("*.toml")}


def test_a_message_with_a_link_keeps_the_whole_library_from_loading(library: Path) -> None:
    spoil(library, "{firm}からのお知らせです。", "https://evil.example/login をご覧ください。")

    with pytest.raises(LibraryBrokenError, match=r"login\.toml:\d+: text:link:found") as broken:
        load(directory=library)
    assert "text:link:found" in {each.code for each in broken.value.findings}


def test_one_file_is_checked_by_itself(library: Path) -> None:
    assert check(path=library / "login.toml") == ()
    spoil(library, 'topic = "access"', 'topic = "weather"')
    assert codes(library / "login.toml") == ["field:value:wrong"]


def test_a_changed_message_is_locked_only_under_a_higher_version(library: Path) -> None:
    before = (library / LOCK).read_bytes()
    spoil(library, "ログインのお知らせ", "ログインがありました")

    assert codes(library) == ["lock:template:changed"]
    assert [each.code for each in write_lock(directory=library)] == ["lock:template:changed"]
    assert (library / LOCK).read_bytes() == before

    spoil(library, "version = 1", "version = 2")
    assert codes(library) == ["lock:template:unlocked"]
    assert write_lock(directory=library) == ()
    assert codes(library) == []


def test_a_missing_lock_is_told_and_can_be_made(library: Path) -> None:
    (library / LOCK).unlink()

    assert codes(library) == ["lock:file:missing"]
    assert write_lock(directory=library) == ()
    assert load(directory=library).keys() == shipped().keys()


def test_a_message_with_errors_is_not_locked(library: Path) -> None:
    spoil(library, "version = 1", "version = 1 1")

    assert codes(library) == ["file:toml:unreadable"]
    assert [each.code for each in write_lock(directory=library)] == ["file:toml:unreadable"]
