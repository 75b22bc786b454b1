"""What differs between two policies is named rule by rule."""

from hypothesis import given
from tests.builders.policies import Op, a_policy, a_rule, rules

from sekisho.authentication.rules.policy.comparing import rule_changes
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.policy import Rule
from sekisho.authentication.types.policy_changes import Change


def test_rules_are_added_removed_and_changed() -> None:
    kept, gone = a_rule(id="kept", operation=Op.LOGIN), a_rule(id="gone", operation=Op.LOGIN)
    before = a_policy(kept, gone, a_rule(id="same"))
    after = a_policy(
        a_rule(id="kept", operation=Op.LOGIN, acr=Acr.MFA, grace_days=3), a_rule(id="new"), a_rule(id="same")
    )

    found = {each.rule: (each.change, each.fields) for each in rule_changes(before, after)}

    assert found == {
        "gone": (Change.REMOVED, ()), "kept": (Change.CHANGED, ("acr", "grace_days")), "new": (Change.ADDED, ()),
    }  # fmt: skip


@given(rules())
def test_a_policy_does_not_differ_from_itself(rule: Rule) -> None:
    assert rule_changes(a_policy(rule), a_policy(rule)) == ()
