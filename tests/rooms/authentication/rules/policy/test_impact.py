"""What a draft would do to customers (E-02)."""

from tests.builders.policies import F, Op, a_policy, a_question, a_rule, an_opt_out, proved, terms

from sekisho.authentication.rules.policy.impact import impact
from sekisho.authentication.types.assurance import Acr

PASSKEY = a_question(Op.LOGIN, F.PASSKEY_SYNCED, standing=proved(F.PASSKEY_SYNCED))
CODE = a_question(Op.LOGIN, F.TOTP, standing=proved(F.TOTP))
DECLINED = a_question(Op.LOGIN, F.TOTP, standing=proved(F.TOTP), opt_out=an_opt_out())


def test_changes_opt_outs_and_customers_without_a_way_are_counted() -> None:
    before = a_policy(a_rule(Op.LOGIN, acr=Acr.MFA), version=6)
    draft = a_policy(a_rule(Op.LOGIN, opt_out=terms()))

    found = impact(draft, before=before, questions=[PASSKEY, PASSKEY, CODE, DECLINED])

    assert found["questions"] == 4
    assert found["before"] == 6
    assert found["results"] == {"login enrol": 1, "login opt_out_used": 1, "login satisfied": 2}
    assert found["changes"] == {"login satisfied -> enrol": 1, "login satisfied -> opt_out_used": 1}
    assert found["without_a_way"] == {"login": 1}
    assert found["opt_outs"] == {"login": 1}
    assert found["rules"] == {"login": 4}


def test_a_trial_is_counted_by_what_it_would_have_answered() -> None:
    draft = a_policy(a_rule(Op.LOGIN), observing=True)

    assert impact(draft, before=draft, questions=[CODE])["results"] == {"login enrol": 1}
