import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from joserfc.jwk import ECKey

from sekisho.web.operations.keys import BadKeyError, keys_at, node_keys


def test_keys_are_made_once_for_their_owner_only_and_found_again(tmp_path: Path) -> None:
    place = tmp_path / "keys"
    first, second = keys_at(place), keys_at(place)

    assert first.secret("vault") == second.secret("vault")
    assert first.signing().kid == second.signing().kid
    assert first.signing("RS256").kid == second.signing("RS256").kid
    assert {path.name for path in place.iterdir()} == {"master.key", "signing-es256.pem", "signing-rs256.pem"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in place.iterdir()} == {0o600}
    assert stat.S_IMODE(place.stat().st_mode) == 0o700


def test_two_processes_that_start_together_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: keys_at(tmp_path / "keys").secret("vault"), range(16)))

    assert len(found) == 1


def test_every_purpose_has_a_secret_of_its_own(tmp_path: Path) -> None:
    keys = keys_at(tmp_path)

    assert keys.secret("vault") != keys.secret("csrf")
    assert len(keys.secret("long", size=64)) == 64


def test_a_given_secret_takes_the_place_of_the_file(tmp_path: Path) -> None:
    given = "a secret of forty characters, more or less"
    one, other = keys_at(tmp_path / "a", given=given), keys_at(tmp_path / "b", given=given)

    assert one.secret("vault") == other.secret("vault")
    assert not (tmp_path / "a").exists()


def test_a_short_secret_is_refused_without_saying_it(tmp_path: Path) -> None:
    with pytest.raises(BadKeyError, match="at least 32") as refused:
        keys_at(tmp_path, given="too-short").secret("vault")

    assert "too-short" not in str(refused.value)


@pytest.mark.parametrize("name", ["master.key", "signing-es256.pem", "signing-rs256.pem"])
def test_a_damaged_key_is_refused_with_its_place(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"what is this")
    keys = keys_at(tmp_path)
    use = {"master.key": lambda: keys.secret("x"), "signing-es256.pem": keys.signing}

    with pytest.raises(BadKeyError, match=name):
        use.get(name, lambda: keys.signing("RS256"))()


@pytest.mark.parametrize(("kind", "name"), [("P-384", "signing-es256.pem"), ("public", "signing-es256.pem")])
def test_a_key_of_another_kind_is_refused(tmp_path: Path, kind: str, name: str) -> None:
    made = ECKey.generate_key("P-384" if kind == "P-384" else "P-256")
    (tmp_path / name).write_bytes(made.as_pem(private=kind != "public"))

    with pytest.raises(BadKeyError, match="another kind"):
        keys_at(tmp_path).signing()


def test_no_key_shows_itself_in_a_log_line(tmp_path: Path) -> None:
    given = "a secret of forty characters, more or less"

    assert given not in repr(keys_at(tmp_path, given=given))


def test_the_node_has_its_keys_at_home() -> None:
    assert node_keys() is node_keys()
    assert node_keys().directory.name == "keys"
