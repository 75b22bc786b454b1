"""Which factors below passkeys a policy takes at a login, and until when somebody may still set one up; pure."""

from collections.abc import Iterable

from sekisho.authentication.rules.policy.matching import index_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import BESIDE, FACTORS, FactorCode
from sekisho.authentication.types.policy import Mode, Policy, Rule

_LOGINS = frozenset({OperationCode.LOGIN, OperationCode.LOGIN_NEW_DEVICE})


def stop_enrol(policy: Policy, factor: FactorCode) -> int | None:
    """From when on nobody sets the factor up any more, in milliseconds; None where no date is set."""
    ends = index_of(policy).ends.get((factor, OperationCode.LOGIN))
    return ends.enrol if ends else None


def offered(policy: Policy, *, strong: bool, at: int) -> tuple[FactorCode, ...]:
    """What somebody may set up today beside a passkey, the strongest first.

    Recovery codes serve those who lost their passkey. Anything else is only for those who hold nothing
    phishing-resistant, as far as the policy takes it at a login: it would be worth nothing to the others (C-01).

    Args:
        policy: in force now.
        strong: he holds something phishing-resistant.
        at: in milliseconds.

    """
    wanted = {FactorCode.RECOVERY_CODE} | (set() if strong else _taken(policy.rules, at))
    found = [factor for factor in wanted if (stop := stop_enrol(policy, factor)) is None or at < stop]
    return tuple(sorted(found, key=lambda factor: -FACTORS[factor].rank))


def _taken(rules: Iterable[Rule], at: int) -> set[FactorCode]:
    """By any rule about logins; which of them speaks of this customer is judged at his login."""
    spoken = [rule for rule in rules if rule.operation in _LOGINS and rule.mode is not Mode.OFF]
    return set[FactorCode]().union(*[_by(rule, at) for rule in spoken]) if spoken else set(BESIDE)


def _by(rule: Rule, at: int) -> set[FactorCode]:
    enough = {factor for factor in BESIDE if FACTORS[factor].acr >= rule.acr and rule.acr <= Acr.MFA}
    plain = enough & set(rule.factors) if rule.factors else enough
    interim = rule.interim if rule.interim_until is None or at < rule.interim_until else frozenset()
    declined = rule.opt_out.alternatives if rule.opt_out else frozenset()
    return plain | interim | declined
