from sekisho.web.operations.minting import challenge, digest_of, digits, handle, identifier, nonce, reference_of, token


def test_what_is_minted_has_its_length_and_never_comes_twice() -> None:
    tokens = {token() for _ in range(1_000)}

    assert len(tokens) == 1_000
    assert {len(each) for each in tokens} == {43}
    assert (len(challenge()), len(handle()), len(nonce())) == (32, 32, 16)
    assert identifier("au").startswith("au_")
    assert len(identifier("au")) == 25


def test_a_code_has_as_many_digits_as_asked_for() -> None:
    assert digits(6).isdecimal()
    assert len(digits(6)) == 6
    assert set("".join(digits(10) for _ in range(100))) == set("0123456789")


def test_a_reference_is_the_same_every_time_and_does_not_hold_the_secret() -> None:
    assert reference_of("br", "secret") == reference_of("br", "secret")
    assert "secret" not in reference_of("br", "secret")
    assert len(digest_of("secret")) == 32
