"""With what somebody may confirm once more that it is he; pure."""

from collections.abc import Collection, Iterable

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.authenticators import Authenticator
from sekisho.authentication.types.factors import FACTORS, FactorCode


def ways_of(held: Iterable[Authenticator], *, ended: Collection[FactorCode]) -> tuple[FactorCode, ...]:
    """The factors with which somebody may confirm, the strongest first.

    Who holds a phishing-resistant one is asked for that and never for less (C-01, the ban on downgrades). A password
    alone confirms nothing: it is what the session began with.

    Args:
        held: what he has, whatever its state.
        ended: factors that the policy no longer takes for a login.

    """
    known = {each.factor for each in held if each.active and FACTORS[each.factor].acr >= Acr.MFA}
    strong = {factor for factor in known if FACTORS[factor].phishing_resistant}
    return tuple(sorted(strong or known - set(ended), key=lambda factor: -FACTORS[factor].rank))
