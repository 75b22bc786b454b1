"""A version of the policy passes through four pairs of hands and stands in the public schedule (E-02)."""

import pytest
from playwright.sync_api import expect
from tests.builders.console import FIRST, SECOND, desk, employed
from tests.builders.interim import give_app, long_standing
from tests.builders.officers import AUTHOR, REASONS, REVIEWER, in_days, place_of, text
from tests.builders.rollout import with_passkey
from tests.harness.browser import Person
from tests.harness.node import Node
from tests.harness.office import signed

from sekisho.authentication.queries.policies import effective, publications
from sekisho.authentication.queries.policy_desk import versions
from sekisho.authentication.types.policy_versions import PolicyState
from sekisho.firms.operations.roles import decide_role, propose_role
from sekisho.firms.types.permissions import Role
from sekisho.kernel.moments import DAY
from sekisho.web.operations.clock import now


@pytest.fixture
def officers(office: Node, founders: tuple[Person, Person]) -> tuple[Person, Person]:
    """Both founders, who are security officers, lead the desk too; two more officers work at other places."""
    employed("abe", Role.ADMINISTRATOR)
    for name in (AUTHOR, REVIEWER):
        employed(name, Role.SECURITY_OFFICER)
    for staff, other in ((FIRST, SECOND), (SECOND, FIRST)):
        propose_role(staff=staff, role=Role.SUPPORT_LEAD, by=other, at=now())
        decide_role(staff=staff, role=Role.SUPPORT_LEAD, approve=True, by="abe", at=now())
    return founders


def test_a_policy_is_drafted_reviewed_signed_twice_and_published(office: Node, officers: tuple[Person, Person]) -> None:
    sato, suzuki = officers
    long_standing()
    name = place_of(desk(AUTHOR).post("/staff/policy/new", {"text": text(), **REASONS}))
    desk(REVIEWER).post(f"/staff/policy/versions/{name}/review")

    for each in (sato, suzuki):
        each.page.goto(office.url("/staff/policy"))
        each.shot("staff-policy")
        each.page.goto(office.url(f"/staff/policy/versions/{name}"))
        each.shot("staff-policy-version")
        signed(each, office, "Go on to approve", picture="staff-policy-decide")
    sato.page.reload()
    sato.page.get_by_role("button", name="Publish it").click()
    sato.page.get_by_text("It stands in the public schedule.").wait_for()
    sato.shot("staff-policy-published")

    assert versions()[0].state is PolicyState.PUBLISHED
    assert effective(now() + 60 * DAY).version == 1
    assert publications(language="en")


def test_a_draft_with_mistakes_comes_back_with_their_lines(office: Node, officers: tuple[Person, Person]) -> None:
    sato, _ = officers
    sato.expect_trouble("400")

    sato.page.goto(office.url("/staff/policy/new"))
    sato.page.get_by_label("The whole text").fill(text(also='acr = "mfa"=>acr = "strong"'))
    sato.page.get_by_label("Reason, in Japanese").fill("試すため")
    sato.page.get_by_label("Reason, in English").fill("to try it")
    sato.page.get_by_role("button", name="Propose it").click()
    sato.page.locator("#refused").wait_for()
    sato.shot("staff-policy-mistaken")

    assert "policy.toml:" in sato.page.locator("#refused").inner_text()
    expect(sato.page.get_by_label("Reason, in English")).to_have_value("to try it")


def test_an_officer_looks_at_figures_evidence_waves_and_an_opt_out(
    office: Node, officers: tuple[Person, Person]
) -> None:
    who = long_standing()
    give_app(who)
    with_passkey(long_standing().ref, at=now() - 20 * DAY)
    desk(AUTHOR).post("/staff/waves/new", {
        "title_ja": "春の登録", "title_en": "Spring", "low": "0", "high": "25", "begins": in_days(0),
        "enforce_at": in_days(60),
    })  # fmt: skip

    for each, language in zip(officers, ("en", "ja"), strict=True):
        each.page.goto(office.url(f"/staff/?lang={language}"))
        for path, picture in {
            "/staff/figures": "staff-figures",
            "/staff/evidence": "staff-evidence",
            "/staff/waves": "staff-waves",
            "/staff/waves/new": "staff-wave-new",
            "/staff/policy/emergencies/new": "staff-emergency-new",
            "/staff/policy/ends/new": "staff-end-new",
            f"/staff/customers/{who.account}/opt-out": "staff-opt-out-new",
            "/staff/opt-outs": "staff-opt-outs",
            "/staff/": "staff-home",
        }.items():
            each.page.goto(office.url(path))
            each.shot(picture)
            wide = each.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 1, f"{path} is wider than the screen"
