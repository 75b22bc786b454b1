from sekisho.notices.rules.tokens import find_token, split, token_of

DELIVERY = "0a" * 12


def test_a_token_is_found_wherever_it_stands() -> None:
    token = token_of(DELIVERY, "f" * 64)

    assert split(token) == (DELIVERY, "f" * 16)
    assert find_token(f"bounces+{token.upper()}@firm.test") == token
    assert find_token(f"<{token}@firm.test>") == token


def test_what_only_resembles_one_is_not_found() -> None:
    assert find_token("0123456789abcdef01234567.ffff") is None
    assert find_token(f"{'0' * 25}.{'f' * 16}") is None
