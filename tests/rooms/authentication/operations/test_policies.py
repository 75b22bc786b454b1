"""The life of a policy, from its draft to the version that takes its place."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.builders.policies import (
    AT,
    FIRM,
    WHY,
    F,
    Op,
    a_question,
    approved,
    document,
    drafted,
    people,
    proved,
    published,
    with_rule,
)
from tests.builders.racing import overtaken

from sekisho.authentication import models
from sekisho.authentication.operations.policies import (
    approve,
    assess,
    draft,
    draft_again,
    evaluate,
    publish,
    review,
    take_effect,
    withdraw,
)
from sekisho.authentication.operations.policy_publishing import verify_policies
from sekisho.authentication.queries.policies import NoVersionError, effective, publications, published_versions, version
from sekisho.authentication.types.kinds_policy import KINDS
from sekisho.authentication.types.policy import Result
from sekisho.authentication.types.policy_refusals import PolicyRefusedError, PolicyWhy
from sekisho.authentication.types.policy_versions import GENESIS, VERSION_MOVES, PolicyState
from sekisho.journal.queries.reading import read
from sekisho.kernel.moments import DAY, from_rfc3339

AUGUST, SEPTEMBER = (from_rfc3339(f"2027-0{month}-01T00:00:00+09:00") for month in (8, 9))


def kinds() -> list[str]:
    found = [entry.kind.removeprefix("authentication:") for entry in read(limit=1_000)]
    return [kind for kind in found if kind.startswith("policy:")]


def why(refused: pytest.ExceptionInfo[PolicyRefusedError]) -> PolicyWhy:
    return refused.value.why


def test_a_version_comes_into_force_by_its_date(database: str) -> None:
    people()

    done = published(effective="2027-08-01")

    assert (done.state, done.number, done.prev_hash) == (PolicyState.PUBLISHED, 1, GENESIS)
    assert [each.by for each in done.signatures] == ["staff:one", "staff:two"]
    assert effective(AUGUST - 1).version == 0
    assert effective(AUGUST).version == 1
    assert kinds() == ["policy:drafted", "policy:reviewed", "policy:signed", "policy:approved", "policy:published"]


def test_every_journal_kind_has_a_sentence() -> None:
    assert all(text.ja and text.en for text in KINDS.values())


def test_a_draft_with_faults_is_refused_and_they_are_told(database: str) -> None:
    people()

    with pytest.raises(PolicyRefusedError, match="policy:floor:acr") as refused:
        draft(identifier="po_1", document=with_rule("withdraw", acr="pwd"), author="staff:author", reason=WHY, at=AT)

    assert why(refused) is PolicyWhy.FAULTY
    assert [fault.code for fault in refused.value.faults] == ["policy:floor:acr"]


def test_a_name_is_given_once(database: str) -> None:
    people()
    drafted()

    with pytest.raises(PolicyRefusedError) as refused:
        drafted()

    assert why(refused) is PolicyWhy.TAKEN


def test_nobody_reviews_his_own_draft(database: str) -> None:
    people()
    drafted()

    with pytest.raises(PolicyRefusedError) as refused:
        review(version="po_1", by="staff:author", impact={}, at=AT)

    assert why(refused) is PolicyWhy.NOT_ANOTHER


def test_the_database_wants_another_reviewer_too(database: str) -> None:
    people()
    approved()

    with pytest.raises(IntegrityError), transaction.atomic():
        models.PolicyVersion.objects.update(reviewer="staff:author")


def test_what_it_would_do_is_kept_with_it(database: str) -> None:
    """E-02: judged on history before it is activated."""
    people()
    drafted()
    code = a_question(Op.LOGIN, F.TOTP, standing=proved(F.TOTP))

    found = assess(version="po_1", questions=[code], at=AT)
    review(version="po_1", by="staff:reviewer", impact=found, at=AT)

    assert version(identifier="po_1").impact == found
    assert found["results"] == {"login interim_used": 1}


def test_a_version_that_is_not_there_cannot_be_found(database: str) -> None:
    with pytest.raises(NoVersionError):
        assess(version="po_9", questions=[], at=AT)


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2027-06-30", PolicyWhy.PAST), ("2027-08-01", PolicyWhy.ORDER), ("2027-07-15", PolicyWhy.ORDER)],
)
def test_dates_only_go_forward(database: str, day: str, expected: PolicyWhy) -> None:
    people()
    published(effective="2027-08-01")
    approved("po_2", effective=day)

    with pytest.raises(PolicyRefusedError) as refused:
        publish(version="po_2", by="staff:one", firm=FIRM, at=AT + 9)

    assert why(refused) is expected


def test_what_is_not_approved_is_not_published(database: str) -> None:
    people()
    drafted()

    with pytest.raises(PolicyRefusedError) as refused:
        publish(version="po_1", by="staff:one", firm=FIRM, at=AT)

    assert why(refused) is PolicyWhy.STATE


def test_a_trial_may_come_first_and_never_again(database: str) -> None:
    """E-19."""
    people()
    published("po_1", effective="2027-08-01", observing=True)
    published("po_2", effective="2027-09-01")
    approved("po_3", effective="2027-10-01", observing=True)

    assert evaluate(effective(AUGUST), a_question(at=AUGUST)).result is Result.OBSERVED
    with pytest.raises(PolicyRefusedError) as refused:
        publish(version="po_3", by="staff:one", firm=FIRM, at=AT + 9)
    assert why(refused) is PolicyWhy.OBSERVING


def test_a_later_version_takes_the_place_of_the_earlier(database: str) -> None:
    people()
    published("po_1", effective="2027-08-01")
    published("po_2", effective="2027-09-01")

    assert take_effect(at=AUGUST - 1) is None
    first = take_effect(at=AUGUST)
    assert first is not None
    assert (first.id, first.state) == ("po_1", PolicyState.EFFECTIVE)
    assert take_effect(at=AUGUST) is None
    take_effect(at=SEPTEMBER)

    earlier = version(identifier="po_1")
    assert (earlier.state, earlier.effective_to) == (PolicyState.SUPERSEDED, SEPTEMBER)
    assert [effective(at).version for at in (AUGUST, SEPTEMBER - 1, SEPTEMBER)] == [1, 1, 2]
    assert kinds()[-3:] == ["policy:effective", "policy:superseded", "policy:effective"]


def test_two_versions_that_began_meanwhile_are_marked_one_after_the_other(database: str) -> None:
    people()
    published("po_1", effective="2027-08-01")
    published("po_2", effective="2027-09-01")

    last = take_effect(at=SEPTEMBER)

    assert last is not None
    assert last.id == "po_2"
    assert version(identifier="po_1").state is PolicyState.SUPERSEDED


def test_one_goes_back_by_publishing_an_earlier_text_anew(database: str) -> None:
    """E-02: reversible."""
    people()
    published("po_1", effective="2027-08-01")
    published("po_2", effective="2027-09-01", risk=[])
    october = SEPTEMBER + 30 * DAY

    draft_again(identifier="po_3", earlier="po_1", effective_from=october, author="staff:author", reason=WHY, at=AT)
    review(version="po_3", by="staff:reviewer", impact={}, at=AT)
    approve(version="po_3", by="staff:one", evidence="e1", at=AT)
    approve(version="po_3", by="staff:two", evidence="e2", at=AT)
    publish(version="po_3", by="staff:one", firm=FIRM, at=AT)

    assert (effective(SEPTEMBER).risk, len(effective(october).risk)) == ((), 2)
    assert effective(october).version == 3


def test_before_it_is_in_force_a_version_can_be_withdrawn_and_the_public_is_told(database: str) -> None:
    people()
    published("po_1", effective="2027-08-01")

    done = withdraw(version="po_1", by="staff:one", why="a mistake", at=AT + 9, firm=FIRM)

    assert done.state is PolicyState.WITHDRAWN
    assert effective(AUGUST).version == 0
    assert [each.version for each in publications(language="ja")] == [1, 0]
    assert [each.number for each in published_versions()] == [1]
    again = published("po_2", effective="2027-08-01", at=AT + 20)
    assert (again.number, again.prev_hash) == (2, done.hash)
    assert verify_policies() == ()


def test_a_draft_is_withdrawn_without_a_word_in_public(database: str) -> None:
    people()
    drafted()

    withdraw(version="po_1", by="staff:author", why="not needed", at=AT, firm=FIRM)

    assert publications(language="ja") == ()


def test_a_version_that_is_published_at_the_moment_of_its_withdrawal_is_withdrawn_in_public_or_not_at_all(
    fresh_database: str,
) -> None:
    people()
    approved()

    def take_back() -> bool:
        try:
            withdraw(version="po_1", by="staff:three", why="a mistake", at=AT + 9, firm=FIRM)
        except PolicyRefusedError:
            return False
        return True

    withdrawn = overtaken(by=lambda: publish(version="po_1", by="staff:one", firm=FIRM, at=AT + 9), work=take_back)

    said = publications(language="ja")[-1].cause
    assert said == ("withdrawal po_1" if withdrawn else "version po_1")
    assert effective(AUGUST).version == (0 if withdrawn else 1)


def test_a_policy_that_is_kept_in_memory_is_known_by_what_it_says(database: str) -> None:
    """Another database, another content under the same name at the same moment: the earlier one is not taken for it."""
    people()
    with transaction.atomic():
        published("po_1", effective="2027-08-01", observing=True)
        assert effective(AUGUST).observing
        transaction.set_rollback(True)

    published("po_1", effective="2027-08-01")

    assert not effective(AUGUST).observing


def test_what_is_in_force_cannot_be_withdrawn(database: str) -> None:
    people()
    published("po_1", effective="2027-08-01")

    with pytest.raises(PolicyRefusedError) as refused:
        withdraw(version="po_1", by="staff:one", why="late", at=AUGUST, firm=FIRM)

    assert why(refused) is PolicyWhy.STATE


@pytest.mark.parametrize(
    "change", [{"reason_ja": "x"}, {"approver_1": "staff:three"}, {"effective_from": AUGUST + DAY}]
)
def test_what_was_changed_in_the_database_is_found(database: str, change: dict[str, object]) -> None:
    people()
    published("po_1", effective="2027-08-01")
    published("po_2", effective="2027-09-01")
    assert verify_policies() == ()

    models.PolicyVersion.objects.filter(id="po_1").update(**change)

    assert [fault.code for fault in verify_policies()] == ["chain:content:changed"]


def test_a_version_that_was_cut_out_is_missed(database: str) -> None:
    people()
    published("po_1", effective="2027-08-01")
    published("po_2", effective="2027-09-01")

    models.PolicyVersion.objects.filter(id="po_1").update(number=7)

    assert {fault.code for fault in verify_policies()} == {"chain:link:broken", "chain:content:changed"}


class Lives(RuleBasedStateMachine):
    """Two versions are pushed through their lives in every order; the table of moves is the truth."""

    def __init__(self) -> None:
        super().__init__()
        self.at, self.number = AT, next(_machines)
        self.states: dict[str, PolicyState] = {}
        self.signed: dict[str, set[str]] = {}

    def tried(self, act: str, name: str, **changes: object) -> None:
        """Do it; where it was refused, nothing may have changed."""
        self.at += 1
        with transaction.atomic():
            try:
                with transaction.atomic():
                    DOORS[act](version=name, at=self.at, **changes)  # type: ignore[operator]
            except PolicyRefusedError:
                assert version(identifier=name).state is self.states[name]
                return
        state = version(identifier=name).state
        moved = state is not self.states[name]
        assert not moved or state in {to for (was, _act), to in VERSION_MOVES.items() if was is self.states[name]}
        self.states[name] = state

    @rule(day=st.integers(1, 5))
    def draft(self, day: int) -> None:
        name = f"po_{self.number}_{len(self.states)}"
        if len(self.states) < 2:
            content = document(effective_from=f"203{self.number % 9}-0{day}-01")
            draft(identifier=name, document=content, author="staff:author", reason=WHY, at=self.at)
            self.states[name], self.signed[name] = PolicyState.DRAFT, set()

    @rule(place=st.integers(0, 1), by=st.sampled_from(("author", "reviewer", "one")))
    def review(self, place: int, by: str) -> None:
        for name in list(self.states)[place : place + 1]:
            self.tried("review", name, by=f"staff:{by}", impact={})

    @rule(place=st.integers(0, 1), by=st.sampled_from(("author", "one", "two")))
    def approve(self, place: int, by: str) -> None:
        for name in list(self.states)[place : place + 1]:
            self.tried("approve", name, by=f"staff:{by}", evidence=f"ev_{by}")

    @rule(place=st.integers(0, 1))
    def publish(self, place: int) -> None:
        for name in list(self.states)[place : place + 1]:
            self.tried("publish", name, by="staff:one", firm=FIRM)

    @rule(place=st.integers(0, 1))
    def withdraw(self, place: int) -> None:
        for name in list(self.states)[place : place + 1]:
            self.tried("withdraw", name, by="staff:one", why="so", firm=FIRM)

    @rule()
    def take_effect(self) -> None:
        take_effect(at=self.at)
        self.states = {name: version(identifier=name).state for name in self.states}

    @invariant()
    def whoever_is_approved_has_two_people_who_are_not_the_author(self) -> None:
        for name, state in self.states.items():
            people = {each.by for each in version(identifier=name).signatures}
            assert "staff:author" not in people
            if state in {PolicyState.APPROVED, PolicyState.PUBLISHED, PolicyState.EFFECTIVE, PolicyState.SUPERSEDED}:
                assert len(people) == 2

    @invariant()
    def the_chains_are_whole(self) -> None:
        assert verify_policies() == ()


DOORS = {"review": review, "approve": approve, "publish": publish, "withdraw": withdraw}
_machines = iter(range(1, 10**6))


def test_whatever_people_do_two_of_them_stand_behind_every_policy(database: str) -> None:
    people()
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
