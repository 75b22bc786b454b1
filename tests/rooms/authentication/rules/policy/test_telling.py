"""What a customer who uses an interim factor is told (C-14)."""

from typing import Any

import pytest
from tests.builders.policies import AT, F, Op, a_policy, a_rule, a_sunset

from sekisho.authentication.rules.policy.telling import interim_end, interim_notice
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.policy import Mode
from sekisho.kernel.moments import DAY, from_rfc3339

END = from_rfc3339("2027-12-01T00:00:00+09:00")


def ended(factor: F = F.TOTP, *, sunsets: Any = (), **changes: Any) -> int | None:
    policy = a_policy(a_rule(Op.LOGIN, **changes), sunsets=sunsets)
    return interim_end(policy, factor=factor, operation=Op.LOGIN)


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({"interim": frozenset({F.TOTP}), "interim_until": END}, END),
        ({"interim": frozenset({F.TOTP}), "interim_until": END, "enforce_from": END + DAY}, END + DAY),
        ({"interim": frozenset({F.TOTP})}, None),
        ({"enforce_from": END}, END),
        ({"factor": F.PASSKEY_SYNCED}, None),
        ({"acr": Acr.MFA}, None),
        ({"segment": "corporate"}, None),
        ({"mode": Mode.NUDGE}, None),
        ({"acr": Acr.MFA, "sunsets": (a_sunset(F.TOTP, stop_use=END),)}, END),
        ({"sunsets": (a_sunset(F.TOTP, stop_use=END),), "enforce_from": END - DAY}, END - DAY),
    ],
)
def test_the_first_end_counts(changes: dict[str, Any], end: int | None) -> None:
    assert ended(**changes) == end


def test_the_customer_hears_the_day_and_what_to_do() -> None:
    policy = a_policy(a_rule(Op.LOGIN, interim=frozenset({F.TOTP}), interim_until=END))

    before = interim_notice(policy, factor=F.TOTP, operation=Op.LOGIN, at=AT)
    after = interim_notice(policy, factor=F.TOTP, operation=Op.LOGIN, at=END)

    assert before is not None
    assert "2027年12月1日の0時" in before.ja
    assert "until 00:00 (Japan time) on 1 December 2027" in before.en
    assert after is not None
    assert "ended on 1 December 2027" in after.en
    assert "パスキー" in after.ja


def test_what_has_no_end_needs_no_notice() -> None:
    assert interim_notice(a_policy(), factor=F.TOTP, operation=Op.LOGIN, at=AT) is None
