"""What the passing of time alone demands is done by the node itself (C-13, E-02, E-05, E-10)."""

from tests.builders.approving import Desk
from tests.builders.interim import give_app, long_standing
from tests.builders.opt_outs import declined
from tests.builders.policies import document, people, published
from tests.builders.rollout import wave
from tests.builders.signing_in import customer, kinds

from sekisho.authentication.operations.waves import plan_wave
from sekisho.authentication.queries.enrolments import enrolment_of
from sekisho.authentication.queries.evidence import sealed
from sekisho.authentication.queries.opt_outs import opt_outs_of
from sekisho.authentication.queries.policies import version
from sekisho.authentication.queries.waves import members_of
from sekisho.authentication.types.enrolment import EnrolmentState
from sekisho.authentication.types.opt_out import OptOut
from sekisho.authentication.types.policy_versions import PolicyState
from sekisho.journal.queries.reading import read
from sekisho.kernel.moments import DAY, from_rfc3339, jst_day
from sekisho.project.reactions.chores import CHORES
from sekisho.project.reactions.rolling_out import PUBLISHED, end_what_a_policy_forbids
from sekisho.web.operations.clock import now

FEBRUARY = from_rfc3339("2027-02-01T00:00:00+09:00")


def done(name: str, at: int) -> None:
    """Do a chore of the node as of a moment."""
    (chore,) = [each for each in CHORES if each.name == name]
    chore.deed(at)


def an_opt_out(at: int) -> OptOut:
    who = long_standing()
    give_app(who)
    return declined(who.ref, at=at)


def test_a_policy_is_marked_on_its_day(database: str) -> None:
    people()
    made = published(at=now(), effective="2027-02-01")

    done("mark the policy in force", FEBRUARY - 1)
    before = version(identifier=made.id).state
    done("mark the policy in force", FEBRUARY)

    assert before is PolicyState.PUBLISHED
    assert version(identifier=made.id).state is PolicyState.EFFECTIVE


def test_whoever_declined_is_reminded_before_it_ends(database: str) -> None:
    record = an_opt_out(now())

    for ahead in (31, 29, 6):
        done("remind of opt-outs that end", record.until - ahead * DAY)

    assert kinds().count("authentication:opt_out:reminded") == 2


def test_evidence_of_a_day_that_is_over_is_sealed_and_todays_is_not(fresh_database: str) -> None:
    desk = Desk().open()
    desk.sign()

    done("seal the evidence of days that are over", desk.at)
    assert sealed(day=jst_day(desk.at)) == ""
    done("seal the evidence of days that are over", desk.at + DAY)
    assert sealed(day=jst_day(desk.at)).count(".") == 2


def test_customers_of_a_wave_are_asked_and_reminded_those_who_come_later_too(database: str) -> None:
    at = now()
    made = wave(begins=at, enforce_at=at + 60 * DAY)
    customer("a-1")
    plan_wave(wave=made, by="staff:s-1", at=at)

    done("ask and remind customers of waves", at)
    customer("a-2")
    for _ in range(2):
        done("ask and remind customers of waves", at + 31 * DAY)

    assert members_of(wave=made.id) == ("customer:a-1", "customer:a-2")
    assert enrolment_of(principal="customer:a-1").state is EnrolmentState.NUDGED
    assert kinds().count("authentication:enrolment:reminded") == 2


def test_a_wave_that_has_not_begun_asks_nobody(database: str) -> None:
    at = now()
    made = wave(begins=at + DAY, enforce_at=at + 60 * DAY)
    customer("a-1")
    plan_wave(wave=made, by="staff:s-1", at=at)

    done("ask and remind customers of waves", at)

    assert members_of(wave=made.id) == ()


def test_a_policy_that_allows_no_opt_out_any_more_ends_those_that_stand_with_notice(database: str) -> None:
    people()
    at = now()
    record = an_opt_out(at)
    strict = [
        {name: value for name, value in each.items() if name != "opt_out"} for each in document()["rule"]
    ]  # fmt: skip
    published(at=at, effective="2027-02-01", rule=strict)
    (entry,) = [each for each in read(limit=1_000) if each.kind == PUBLISHED]

    end_what_a_policy_forbids(entry, at)

    (after,) = opt_outs_of(principal=record.request.principal)
    assert after.standing(FEBRUARY - 1)
    assert not after.standing(FEBRUARY)
