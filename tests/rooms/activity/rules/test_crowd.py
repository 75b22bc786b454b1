"""How common things are among all logins."""

from sekisho.activity.rules.crowd import Shares


def test_old_habits_fade_when_a_million_logins_were_counted() -> None:
    shares = Shares()
    shares.add(7.0)
    for _ in range(999_999):
        shares.add(1.0)

    assert shares.total < 600_000
    assert shares.share(7.0) == 0.0
    assert shares.share(1.0) == 1.0


def test_a_login_without_a_key_is_not_counted() -> None:
    shares = Shares()

    assert (shares.add(0.0), shares.add(3.0), shares.add(3.0), shares.total) == (None, None, 1.0, 2.0)
