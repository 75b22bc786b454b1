import pytest

from sekisho.firms.rules.uris import is_native, is_web


@pytest.mark.parametrize(
    "uri", ["https://a.example/cb", "https://a.example:8443/cb?x=1", "http://localhost:3000/cb", "http://127.0.0.1/cb"]
)
def test_a_whole_https_address_or_one_of_this_machine_will_do(uri: str) -> None:
    assert is_web(uri)


@pytest.mark.parametrize(
    "uri",
    [
        "http://a.example/cb",
        "https://a.example/cb#part",
        "https://a.example/cb#",
        "https://user@a.example/cb",
        "https://*.example/cb",
        "https:///cb",
        "https://a.example:port/cb",
        "https://a.example/c b",
        "https://a.example\\@evil.example/",
        "https://見本.example/cb",
        "https://a.example/" + "x" * 500,
        "https://[::1/cb",
        "/cb",
        "javascript:alert(1)",
        "https://a.example/\x7f",
    ],
)
def test_everything_else_is_no_address_to_send_people_to(uri: str) -> None:
    assert not is_web(uri)


def test_an_installed_program_may_have_a_scheme_of_its_own() -> None:
    assert is_native("com.example.app:/callback")
    assert not is_native("app:/callback")
    assert not is_native("com.example.app://host/callback")
    assert not is_native("com.example.app:/callback#x")
    assert not is_native("com.example app:/callback")
