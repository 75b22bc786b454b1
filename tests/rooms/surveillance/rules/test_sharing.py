"""What may be shared."""

from sekisho.surveillance.rules.sharing import SHARINGS


def test_every_kind_of_key_has_its_bounds_and_its_sentence() -> None:
    assert [sharing.kind for sharing in SHARINGS] == ["device", "network", "trace"]
    for sharing in SHARINGS:
        assert sharing.accounts >= 3
        assert 0.0 < sharing.common < sharing.share < 1.0
        assert "{risky_accounts}" in sharing.text.ja
        assert "{risky_accounts}" in sharing.text.en
