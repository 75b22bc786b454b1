import pytest

from sekisho.authentication.rules.grants.redirects import matches

KNOWN = ("https://client.example/cb", "http://127.0.0.1:8400/cb", "http://[::1]/cb?x=1")


@pytest.mark.parametrize("uri", KNOWN)
def test_a_registered_address_matches_itself(uri: str) -> None:
    assert matches(uri, KNOWN, any_port=False)


@pytest.mark.parametrize(
    "uri",
    [
        "https://client.example/cb/",
        "https://client.example/cb?x=1",
        "https://client.example/CB",
        "https://CLIENT.example/cb",
        "https://client.example:443/cb",
        "https://client.example/cb/../evil",
        "https://client.example/%63b",
        "https://client.example.evil.example/cb",
        "https://client.example@evil.example/cb",
        "https://client.example/cb#x",
        "https://client.example/cb\r\nX: y",
        "http://127.0.0.1:9999/cb",
        "",
        "//client.example/cb",
    ],
)
def test_nothing_else_does(uri: str) -> None:
    assert not matches(uri, KNOWN, any_port=False)


def test_an_installed_program_chooses_its_port_on_this_machine_only() -> None:
    assert matches("http://127.0.0.1:51234/cb", KNOWN, any_port=True)
    assert matches("http://[::1]:5/cb?x=1", KNOWN, any_port=True)
    for uri in (
        "http://127.0.0.1:51234/other",
        "http://localhost:51234/cb",
        "http://user@127.0.0.1:5/cb",
        "http://127.0.0.1:5/cb#x",
        "http://127.0.0.1:99999/cb",
        "https://client.example:8443/cb",
    ):
        assert not matches(uri, KNOWN, any_port=True)
