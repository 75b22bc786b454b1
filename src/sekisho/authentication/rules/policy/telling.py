"""What a customer who uses an interim factor is told: until when, and what then (C-14, guideline G-08)."""

from sekisho.authentication.rules.policy.demands import reaches
from sekisho.authentication.rules.policy.matching import index_of
from sekisho.authentication.rules.policy.rule_checks import unconditional
from sekisho.authentication.rules.policy.wording import day_text
from sekisho.authentication.types.catalogue import OPERATIONS, OperationCode
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.policy import Mode, Policy, Rule
from sekisho.kernel.texts import Text


def interim_notice(policy: Policy, *, factor: FactorCode, operation: OperationCode, at: int) -> Text | None:
    """The sentences about this factor for this operation; None where it has no end.

    Args:
        policy: the policy in force.
        factor: what the customer uses.
        operation: for what.
        at: today, in milliseconds.

    """
    until = interim_end(policy, factor=factor, operation=operation)
    if until is None:
        return None
    name, deed, day = FACTORS[factor].label, OPERATIONS[operation].label, day_text(until)
    if at >= until:
        return Text(
            f"「{name.ja}」は{day.ja}に終わり、{deed.ja}には使えません。パスキーなどを登録してください。",
            f"“{name.en}” ended on {day.en} for this ({deed.en}). Please set up a passkey or the like.",
        )
    return Text(
        f"「{name.ja}」を{deed.ja}に使えるのは、{day.ja}の0時（日本時間）までです。"
        "それまでに、フィッシングに耐性のある方法（パスキーなど）を登録してください。",
        f"“{name.en}” can be used for this ({deed.en}) until 00:00 (Japan time) on {day.en}. "
        "Please set up a phishing-resistant method, such as a passkey, before then.",
    )


def interim_end(policy: Policy, *, factor: FactorCode, operation: OperationCode) -> int | None:
    """From when the factor does not do for this operation any more, in milliseconds; None where it has no end.

    Its own sunset counts, and the end in any rule that will bind everybody.
    """
    ends = index_of(policy).ends.get((factor, operation))
    dates = [] if ends is None else [ends.use]
    binding = [rule for rule in policy.rules if rule.operation is operation and rule.mode is Mode.ENFORCE_ALL]
    found = [_let_go(rule, factor) for rule in binding if unconditional(rule)]
    return min([*dates, *(date for date in found if date is not None)], default=None)


def _let_go(rule: Rule, factor: FactorCode) -> int | None:
    """From when a rule accepts the factor no more; None where it always will, or where the factor's sunset decides."""
    if reaches(rule, factor):
        return None
    if factor not in rule.interim:
        return rule.enforce_from
    return None if rule.interim_until is None else max(rule.interim_until, rule.enforce_from)
