"""The schedule that customers and supervisors read, generated from the policy that runs (guideline G-08).

One JSON for each language, and a page as plain titles and rows, which an entrance draws. Nothing else is published.
"""

from collections.abc import Iterable

from sekisho.authentication.rules.policy.chain import publication_hash
from sekisho.authentication.rules.policy.rule_checks import ending, reaching
from sekisho.authentication.rules.policy.wording import (
    ACR_TEXTS,
    BINDING_TEXTS,
    TOLD,
    condition_text,
    control_text,
    day_code,
)
from sekisho.authentication.types.catalogue import OPERATIONS, OperationCode
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.policy import ClientMinimum, Mode, Override, Policy, Rule, Sunset
from sekisho.kernel.texts import Text

LANGUAGES = ("ja", "en")
_STAFF = (OperationCode.STAFF_LOGIN, OperationCode.STAFF_APPROVAL)
"""What the firm's own people do is none of the public's business."""
Body = dict[str, object]


def schedule(policy: Policy, *, firm: Text, language: str, published: int, prev_sha256: str) -> Body:
    """The schedule in one language, with its hash and the hash of the one before.

    Args:
        policy: the version, with the ends of factors as last decided.
        firm: who says it.
        language: ``ja`` or ``en``.
        published: when it is said, in milliseconds.
        prev_sha256: of the publication before in this language; ``GENESIS`` for the first.

    """
    body: Body = {
        "firm": firm.read(language),
        "policy": policy.version,
        "digest": policy.digest,
        "title": policy.title.read(language),
        "published": day_code(published),
        "from": day_code(policy.effective_from),
        "lang": language,
        "trial": policy.observing,
        "operations": [_line(rule, policy, language) for rule in public_rules(policy)],
        "interim": [*_sunset_lines(policy, language), *_interim_lines(policy, language)],
        "opt_out": _opt_out(policy, language),
        "clients": [_client(each, language) for each in policy.clients],
        "emergencies": [_override(each, language) for each in policy.overrides],
        "prev_sha256": prev_sha256,
    }
    return {**body, "sha256": publication_hash(body)}


def public_rules(policy: Policy) -> tuple[Rule, ...]:
    """The rules that bind customers, now or from a date, in the order of the catalogue."""
    order = {code: place for place, code in enumerate(OPERATIONS)}
    rules = [rule for rule in policy.rules if rule.mode >= Mode.ENFORCE_NEW and rule.operation not in _STAFF]
    return tuple(sorted(rules, key=lambda rule: (order[rule.operation], rule.enforce_from, rule.id)))


def _line(rule: Rule, policy: Policy, language: str) -> Body:
    segments = {segment.code: segment.label for segment in policy.segments}
    accepted = reaching(rule) - ending(rule, policy)
    factors = [factor for factor in FACTORS if factor in accepted]
    return {
        "rule": rule.id,
        "operation": rule.operation.value,
        "operation_label": OPERATIONS[rule.operation].label.read(language),
        "segment": rule.segment,
        "segment_label": segments.get(rule.segment, Text(rule.segment, rule.segment)).read(language),
        "customers": "new" if rule.mode is Mode.ENFORCE_NEW else "all",
        "channels": sorted(rule.channels),
        "condition": {name: value for name, value in rule.condition.items() if name in TOLD},
        "condition_label": condition_text(rule.condition).read(language),
        "from": day_code(max(rule.enforce_from, policy.effective_from)),
        "grace_days": rule.grace_days,
        "acr": rule.acr.uri,
        "acr_label": ACR_TEXTS[rule.acr].read(language),
        "factors": [factor.value for factor in factors],
        "factor_labels": [FACTORS[factor].label.read(language) for factor in factors],
        "binding": rule.binding.value,
        "binding_label": BINDING_TEXTS[rule.binding].read(language),
        "max_age_s": rule.max_age_s or OPERATIONS[rule.operation].max_age_s,
        "new_authenticator_waits_hours": rule.hold_hours,
    }


def _sunset_lines(policy: Policy, language: str) -> list[Body]:
    return [_sunset(each, language) for each in policy.sunsets]


def _sunset(sunset: Sunset, language: str) -> Body:
    return {
        "factor": sunset.factor.value,
        "factor_label": FACTORS[sunset.factor].label.read(language),
        "operations": _values(sunset.operations),
        "announced": day_code(sunset.announced),
        "stop_enrol": day_code(sunset.stop_enrol),
        "stop_use": day_code(sunset.stop_use),
        "replacement": sunset.replacement.value,
        "replacement_label": FACTORS[sunset.replacement].label.read(language),
        "reason": sunset.reason.read(language),
    }


def _interim_lines(policy: Policy, language: str) -> list[Body]:
    """Interim factors whose end stands in a rule and is their first: by factor and date, operations together."""
    found: dict[tuple[FactorCode, int], set[OperationCode]] = {}
    for rule in public_rules(policy):
        for factor in rule.interim - _ended(rule, policy) if rule.interim_until is not None else ():
            found.setdefault((factor, rule.interim_until or 0), set()).add(rule.operation)
    return [
        {
            "factor": factor.value,
            "factor_label": FACTORS[factor].label.read(language),
            "operations": _values(operations),
            "stop_use": day_code(until),
        }
        for (factor, until), operations in sorted(found.items())
    ]


def _ended(rule: Rule, policy: Policy) -> frozenset[FactorCode]:
    """Factors that have ended for other reasons when the rule lets them go."""
    return frozenset(
        each.factor
        for each in policy.sunsets
        if (not each.operations or rule.operation in each.operations) and each.stop_use <= (rule.interim_until or 0)
    )


def _opt_out(policy: Policy, language: str) -> Body:
    rules = public_rules(policy)
    refused = {rule.operation for rule in rules if rule.opt_out is None or not OPERATIONS[rule.operation].opt_out}
    allowed = {rule.operation for rule in rules} - refused
    terms = [rule.opt_out for rule in rules if rule.opt_out is not None and rule.operation in allowed]
    controls = sorted({control for each in terms for control in each.controls})
    return {
        "allowed": _values(allowed),
        "not_allowed": _values(refused),
        "alternatives": _values(factor for each in terms for factor in each.alternatives),
        "conditions": [control_text(control).read(language) for control in controls],
        "valid_days": min((each.valid_days for each in terms), default=0),
    }


def _client(client: ClientMinimum, language: str) -> Body:
    return {
        "channel": client.channel,
        "program": client.program,
        "version": client.version,
        "from": day_code(client.since),
        "advice": client.advice.read(language),
    }


def _override(override: Override, language: str) -> Body:
    return {
        "operations": _values(override.operations),
        "channels": sorted(override.channels),
        "from": day_code(override.starts),
        "until": day_code(override.ends),
        "reason": override.reason.read(language),
        "compensations": [control_text(each).read(language) for each in sorted(override.compensations)],
    }


def _values(codes: Iterable[OperationCode | FactorCode]) -> list[str]:
    return sorted({code.value for code in codes})
