"""What somebody may set up beside a passkey."""

from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.rules.offering import offered, stop_enrol
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.policy import Policy


def closes_to_new(*, factor: FactorCode, policy: Policy) -> int | None:
    """From when on nobody sets the factor up any more, in milliseconds; None where no date is set."""
    return stop_enrol(policy, factor)


def factors_offered(*, principal: str, policy: Policy, at: int) -> tuple[FactorCode, ...]:
    """The factors, the strongest first; see ``rules.offering``.

    Args:
        principal: who.
        policy: in force now.
        at: in milliseconds.

    """
    held = authenticators_of(principal=principal)
    strong = any(each.active and FACTORS[each.factor].phishing_resistant for each in held)
    return offered(policy, strong=strong, at=at)
