import pytest

from sekisho.authentication.types.webauthn import RelyingParty


def party(*origins: str, embedding: tuple[str, ...] = ()) -> RelyingParty:
    return RelyingParty(rp_id="example.jp", name="x", origins=origins, embedding=embedding)


@pytest.mark.parametrize(
    "origin",
    [
        "https://example.jp",
        "https://login.example.jp:8443",
        "http://localhost",
        "http://localhost:8000",
        "android:apk-key-hash:" + "a" * 43,
        "ios:bundle-id:jp.example.app",
    ],
)
def test_sites_and_apps_are_origins(origin: str) -> None:
    assert party(origin).origins == (origin,)


@pytest.mark.parametrize(
    "origin",
    [
        "http://example.jp",
        "https://example.jp/",
        "https://example.jp/login",
        "https://*.example.jp",
        "https://Example.jp",
        "https://-example.jp",
        "example.jp",
        "http://127.0.0.1:8000",
        "http://app.localhost",
        "android:apk-key-hash:short",
        "",
    ],
)
def test_a_relying_party_takes_nothing_else_for_an_origin(origin: str) -> None:
    with pytest.raises(ValueError, match="no origin"):
        party(origin)
    with pytest.raises(ValueError, match="no origin"):
        party("https://example.jp", embedding=(origin,))


def test_a_relying_party_has_an_origin() -> None:
    with pytest.raises(ValueError, match="at least one"):
        party()
