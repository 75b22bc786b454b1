import pytest
from tests.builders.factors import at_once, noted
from tests.builders.rollout import ENFORCE, begun, wave, with_passkey
from tests.builders.signing_in import AT, agent, customer

from sekisho.authentication import models
from sekisho.authentication.operations.waves import (
    ask,
    ask_to_enforce,
    enforce_wave,
    extend_exemptions,
    plan_wave,
    remind_wave,
    stop_wave,
)
from sekisho.authentication.queries.enrolments import enrolment_of
from sekisho.authentication.queries.waves import members_of, standing_of, standings, wave_state, waves_going
from sekisho.authentication.types.enrolment import EnrolmentState
from sekisho.authentication.types.rollout import GateClosedError, GateReport, Lack, Wave, WaveError, WaveState
from sekisho.kernel.moments import DAY

S = EnrolmentState
A, B = "customer:a-1", "customer:a-2"


def _enforce(
    made: Wave, *reachable: str, exempt_until: int | None = None, approver: str = "staff:s-2", at: int = ENFORCE
) -> GateReport:
    return enforce_wave(
        wave=made.id, reachable=reachable, agreed=[], exempt_until=exempt_until, by="staff:s-1", approver=approver,
        at=at,
    )  # fmt: skip


def _kinds() -> list[str]:
    return [kind for kind, _ in noted()]


def test_a_wave_asks_those_who_belong_to_it_and_nobody_else(database: str) -> None:
    customer("b-1", person="corporate")
    agent()
    made = begun("a-1", where={"fact": "person", "is": "corporate"})

    assert members_of(wave=made.id) == ("customer:b-1",)
    told = enrolment_of(principal="customer:b-1")
    assert (told.state, told.asked_at, told.due_at) == (S.NOTIFIED, AT, ENFORCE)
    assert enrolment_of(principal=A).state is S.UNAWARE


def test_customers_are_asked_a_page_at_a_time_and_once(database: str) -> None:
    made = wave()
    plan_wave(wave=made, by="staff:s-1", at=AT)
    for account in ("a-1", "a-2", "a-3"):
        customer(account)
    end = ask(wave=made.id, at=AT, limit=2)

    assert end == B
    assert ask(wave=made.id, at=AT, limit=2, after=end) == ""
    assert ask(wave=made.id, at=AT, limit=2) == "", "whoever was asked is not looked at again"
    assert len(members_of(wave=made.id)) == 3
    assert _kinds().count("authentication:wave:begun") == 1
    assert _kinds().count("authentication:enrolment:moved") == 3


def test_a_customer_belongs_to_one_wave_of_a_campaign(database: str) -> None:
    begun("a-1")
    second = begun()
    other = begun(campaign="2027-autumn")

    assert members_of(wave=second.id) == ()
    assert members_of(wave=other.id) == (A,)


def test_asking_at_the_same_moment_makes_nobody_a_member_twice(fresh_database: str) -> None:
    customer("a-1")
    made = wave()
    plan_wave(wave=made, by="staff:s-1", at=AT)

    at_once(3, lambda _: ask(wave=made.id, at=AT))

    assert models.WaveMember.objects.count() == 1
    assert _kinds().count("authentication:wave:begun") == 1


def test_a_plan_that_is_taken_or_wrong_is_told(database: str) -> None:
    made = begun()

    with pytest.raises(WaveError, match="such a wave"):
        plan_wave(wave=made, by="staff:s-1", at=AT)
    with pytest.raises(WaveError, match="condition"):
        plan_wave(wave=wave(where={"fact": "person"}), by="staff:s-1", at=AT)


def test_before_it_begins_nobody_is_asked(database: str) -> None:
    made = wave(begins=AT + DAY)
    plan_wave(wave=made, by="staff:s-1", at=AT)

    with pytest.raises(WaveError):
        ask(wave=made.id, at=AT)
    assert remind_wave(wave=made.id, at=AT + 40 * DAY) == 0


def test_reminders_are_counted_and_dated_and_go_to_those_who_still_have_to_enrol(database: str) -> None:
    made = begun("a-1", "a-2")
    with_passkey(B)

    sent = [remind_wave(wave=made.id, at=AT + day * DAY) for day in (29, 30, 31, 50, 51, 60)]

    assert sent == [0, 1, 0, 1, 0, 0]
    member = models.WaveMember.objects.get(principal=A)
    assert (member.reminders, member.last_reminder) == (2, AT + 50 * DAY)
    reminded = enrolment_of(principal=A)
    assert (reminded.state, reminded.prompts, reminded.last_prompt) == (S.NUDGED, 2, AT + 50 * DAY)
    assert _kinds().count("authentication:enrolment:reminded") == 2


def test_a_reminder_that_was_missed_is_not_made_up_for(database: str) -> None:
    made = begun("a-1")

    assert remind_wave(wave=made.id, at=AT + 55 * DAY) == 1
    assert remind_wave(wave=made.id, at=AT + 56 * DAY) == 0


def test_of_several_that_remind_at_once_one_does(fresh_database: str) -> None:
    made = begun("a-1")

    assert sum(at_once(3, lambda _: remind_wave(wave=made.id, at=AT + 30 * DAY))) == 1


def test_enforcement_does_not_begin_while_somebody_lacks_a_contact_or_a_method(database: str) -> None:
    """E-05."""
    made = begun("a-1", "a-2")
    customer("b-1")
    ask(wave=made.id, at=AT)

    with pytest.raises(GateClosedError) as caught:
        _enforce(made, A, "customer:b-1")

    report = caught.value.report
    assert [(each.principal, each.lacks) for each in report.missing] == [
        (B, (Lack.CONTACT,)), ("customer:b-1", (Lack.METHOD,)),
    ]  # fmt: skip
    assert report.ready == 1
    assert wave_state(wave=made.id) is WaveState.BEGUN
    assert _kinds()[-1] == "authentication:wave:refused"


def test_those_who_lack_something_may_be_left_alone_until_a_date(database: str) -> None:
    made = begun("a-1", "a-2")

    report = _enforce(made, A, exempt_until=ENFORCE + 30 * DAY)

    assert (report.ready, len(report.missing)) == (1, 1)
    assert wave_state(wave=made.id) is WaveState.ENFORCED
    exempt = enrolment_of(principal=B)
    assert (exempt.state, exempt.exempt_until) == (S.EXEMPT_PENDING, ENFORCE + 30 * DAY)
    assert _kinds()[-1] == "authentication:wave:enforced"


def test_whoever_still_lacks_it_is_left_alone_longer(database: str) -> None:
    made = begun("a-1", "a-2")
    _enforce(made, exempt_until=ENFORCE + 30 * DAY)
    later = ENFORCE + 29 * DAY

    report = extend_exemptions(wave=made.id, reachable=[A], agreed=[], exempt_until=ENFORCE + 60 * DAY, at=later)

    assert [each.principal for each in report.missing] == [B]
    assert enrolment_of(principal=A).exempt_until == ENFORCE + 30 * DAY
    assert enrolment_of(principal=B).exempt_until == ENFORCE + 60 * DAY


def test_enforcement_takes_two_people_a_date_and_a_wave_that_has_begun(database: str) -> None:
    made = begun("a-1")
    planned = wave(campaign="later")
    plan_wave(wave=planned, by="staff:s-1", at=AT)

    with pytest.raises(WaveError, match="two different"):
        _enforce(made, A, approver="staff:s-1")
    with pytest.raises(WaveError, match="cannot begin"):
        _enforce(made, A, at=ENFORCE - 1)
    with pytest.raises(WaveError, match="cannot begin"):
        _enforce(made, exempt_until=ENFORCE)
    with pytest.raises(WaveError, match="cannot begin"):
        _enforce(planned)


def test_of_two_that_enforce_at_once_one_does(fresh_database: str) -> None:
    made = begun("a-1")

    def one(_: int) -> bool:
        try:
            return bool(_enforce(made, A).ready)
        except WaveError:
            return False

    assert sum(at_once(3, one)) == 1


def test_a_stopped_wave_asks_and_reminds_no_more(database: str) -> None:
    made = begun("a-1")

    assert stop_wave(wave=made.id, by="staff:s-1", reason="障害", at=AT)
    assert not stop_wave(wave=made.id, by="staff:s-1", reason="障害", at=AT)
    assert remind_wave(wave=made.id, at=AT + 30 * DAY) == 0
    with pytest.raises(WaveError):
        ask(wave=made.id, at=AT)


def test_who_asks_for_the_enforcement_is_kept_until_somebody_decides(database: str) -> None:
    made = begun("a-1")

    ask_to_enforce(wave=made.id, exempt_until=ENFORCE + 30 * DAY, by="staff:s-1", at=ENFORCE)
    ask_to_enforce(wave=made.id, exempt_until=None, by="staff:s-3", at=ENFORCE)

    found = standing_of(wave=made.id)
    assert (found.asked_by, found.exempt_until, found.members, found.state) == (
        "staff:s-3", None, 1, WaveState.BEGUN,
    )  # fmt: skip
    assert standings() == (found,)
    assert _kinds().count("authentication:wave:asked") == 2


def test_nobody_asks_for_what_has_not_begun_or_with_a_date_that_has_passed(database: str) -> None:
    made = wave()
    plan_wave(wave=made, by="staff:s-1", at=AT)

    with pytest.raises(WaveError):
        ask_to_enforce(wave=made.id, exempt_until=None, by="staff:s-1", at=ENFORCE)
    with pytest.raises(WaveError):
        ask_to_enforce(wave=begun("a-1").id, exempt_until=ENFORCE, by="staff:s-1", at=ENFORCE)


def test_waves_that_go_on_are_those_whose_day_has_come_and_that_are_not_over(database: str) -> None:
    made, later = begun("a-1"), wave(campaign="other", begins=AT + DAY)
    plan_wave(wave=later, by="staff:s-1", at=AT)

    assert [each.id for each in waves_going(at=AT)] == [made.id]
    stop_wave(wave=made.id, by="staff:s-1", reason="so", at=AT)
    assert [each.id for each in waves_going(at=AT + DAY)] == [later.id]
