from sekisho.authentication.types.enrolment import STATES, Enrolment, EnrolmentState
from sekisho.authentication.types.policy_questions import EnrolmentView


def test_every_state_has_its_words() -> None:
    assert set(STATES) == set(EnrolmentState)
    assert all(text.ja and text.en for text in STATES.values())


def test_a_policy_sees_what_it_asks_for() -> None:
    enrolment = Enrolment(principal="customer:a", asked_at=5, skips_used=2, exempt_until=9, enrolled_at=7)

    assert enrolment.view(created=1) == EnrolmentView(
        created=1, enrolled_at=7, asked_at=5, skips_used=2, exempt_until=9
    )
