"""An opt-out by telephone is read aloud, taken down, and decided by somebody else with a signature (C-13)."""

import pytest
from tests.builders.console import Desk, desk, employed, founded
from tests.builders.interim import give_app
from tests.builders.scenes import stored_passkey
from tests.builders.web import somebody

from sekisho.authentication.queries.opt_out_proposals import proposals_waiting
from sekisho.authentication.queries.opt_outs import opt_outs_of
from sekisho.authentication.types.opt_out_proposals import Proposed
from sekisho.authentication.types.principals import Principal
from sekisho.authentication.types.risk_texts import NEWEST, RISK_TEXTS
from sekisho.firms.types.permissions import Role

FORM = {
    "ticked": list(RISK_TEXTS[NEWEST].acknowledgements), "operation": ["login"], "reason": "no_device", "note": "",
    "alternative": "totp", "channel": "phone", "evidence": "call 2026-12-01/7",
}  # fmt: skip
PATH = "/staff/customers/a-1/opt-out"


@pytest.fixture
def who(fresh_database: str) -> Principal:
    founded()
    employed("ito", Role.SUPPORT_DESK)
    employed("mori", Role.SUPPORT_LEAD)
    found = somebody(identifier_="a-1")
    give_app(found)
    return found


def taken_down() -> str:
    """The proposal that the desk made."""
    answer = desk("ito").post(PATH, FORM)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).partition("?")[0].rpartition("/")[2]


def test_what_is_read_aloud_stands_on_the_page(who: Principal) -> None:
    page = desk("ito", language="en").get(PATH).content.decode()

    assert "the loss can be large" in page
    assert page.count('name="ticked"') == 4
    assert 'href="/staff/customers/a-1/opt-out"' in desk("ito").get("/staff/customers/a-1").content.decode()


def test_another_one_signs_it_and_it_stands(who: Principal) -> None:
    name = taken_down()
    lead = Desk("mori")
    shown = lead.page(f"/staff/opt-outs/{name}")
    assert "call 2026-12-01/7" in shown
    assert "I agree to lower limits" in shown

    lead.decides("opt-out", name)

    (record,) = opt_outs_of(principal=who.ref)
    assert (record.request.staff, record.request.approver) == ("staff:ito", "staff:mori")
    assert record.request.evidence.startswith("call 2026-12-01/7 ev_")
    assert proposals_waiting() == ()
    assert "Recorded" in lead.page(f"/staff/opt-outs/{name}")


def test_a_refusal_is_signed_too_and_records_nothing(who: Principal) -> None:
    name = taken_down()
    lead = Desk("mori")

    lead.decides("opt-out", name, "reject")

    assert opt_outs_of(principal=who.ref) == ()
    assert Proposed.REFUSED.value in str(lead.browser.get(f"/staff/opt-outs/{name}").context or "refused")
    assert lead.asks("opt-out", name).status_code == 409


def test_whoever_took_it_down_does_not_decide(who: Principal) -> None:
    answer = desk("mori").post(PATH, FORM)
    name = str(answer["Location"]).partition("?")[0].rpartition("/")[2]

    page = desk("mori").get(f"/staff/opt-outs/{name}").content.decode()

    assert "/staff/decide" not in page
    assert Desk("mori").asks("opt-out", name).status_code == 409
    assert "your own" in desk("mori", language="en").get("/staff/opt-outs").content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ticked": []}, "Not everything is ticked"),
        ({"evidence": " "}, "not been checked"),
        ({"operation": ["withdraw"]}, "Please choose"),
        ({"reason": "other"}, "Please write your reason"),
        ({"alternative": "sms_otp"}, "Please set up what you will use instead"),
    ],
)
def test_what_does_not_do_is_told_and_nothing_is_kept(who: Principal, change: dict[str, object], words: str) -> None:
    answer = desk("ito", language="en").post(PATH, {**FORM, **change})

    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert proposals_waiting() == ()


def test_a_second_one_waits_for_the_first(who: Principal) -> None:
    taken_down()

    assert desk("ito").post(PATH, FORM).status_code == 409
    assert len(proposals_waiting()) == 1


def test_without_anything_instead_or_with_a_passkey_there_is_nothing_to_take_down(who: Principal) -> None:
    somebody(identifier_="a-2")
    assert "nothing to use instead" in desk("ito", language="en").get("/staff/customers/a-2/opt-out").content.decode()

    stored_passkey(who)
    assert desk("ito").post(PATH, FORM).status_code == 409


def test_what_is_not_there_is_not_found(who: Principal) -> None:
    assert desk("mori").get("/staff/opt-outs/none").status_code == 404
    assert desk("ito").get("/staff/customers/none/opt-out").status_code == 404
