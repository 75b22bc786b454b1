"""The end of a factor is moved in the open: a new record, two people, a publication; the old record stays."""

from typing import Any

import pytest
from tests.builders.policies import AT, FIRM, WHY, F, Op, a_question, people, proved, published

from sekisho.authentication import models
from sekisho.authentication.operations.policies import evaluate
from sekisho.authentication.operations.policy_sunsets import (
    approve_sunset,
    draft_sunset,
    publish_sunset,
    withdraw_sunset,
)
from sekisho.authentication.queries.policies import effective, publications
from sekisho.authentication.types.policy import Policy, Result, Sunset
from sekisho.authentication.types.policy_refusals import PolicyRefusedError, PolicyWhy
from sekisho.journal.queries.reading import read
from sekisho.kernel.moments import DAY, from_rfc3339
from sekisho.kernel.texts import Text

MAY = from_rfc3339("2027-05-01T10:00:00+09:00")
JUNE, JULY = (from_rfc3339(f"2027-0{month}-01T00:00:00+09:00") for month in (6, 7))


def the_end(**changes: Any) -> Sunset:
    usual = {
        "factor": F.EMAIL_OTP, "announced": MAY, "stop_enrol": MAY, "stop_use": JULY, "replacement": F.PASSKEY_SYNCED,
        "reason": WHY,
    }  # fmt: skip
    return Sunset(**{**usual, **changes})


def drafted(identifier: str = "su_1", *, at: int = MAY, **changes: Any) -> None:
    draft_sunset(identifier=identifier, sunset=the_end(**changes), author="staff:author", at=at)


def moved(identifier: str = "su_1", *, at: int = MAY, **changes: Any) -> None:
    drafted(identifier, at=at, **changes)
    assert not approve_sunset(sunset=identifier, by="staff:one", evidence=f"{identifier}1", at=at)
    assert approve_sunset(sunset=identifier, by="staff:two", evidence=f"{identifier}2", at=at)
    publish_sunset(sunset=identifier, by="staff:one", firm=FIRM, at=at)


def ends(at: int, policy: Policy | None = None) -> list[int]:
    return [each.stop_use for each in (policy or effective(at)).sunsets if each.factor is F.EMAIL_OTP]


def test_a_published_change_counts_from_its_publication(database: str) -> None:
    """D11."""
    people()
    assert ends(MAY) == [JUNE]

    moved(at=MAY + 1)

    assert (ends(MAY), ends(MAY + 1)) == ([JUNE], [JULY])
    asked = a_question(Op.LOGIN, F.EMAIL_OTP, at=JUNE, standing=proved(F.EMAIL_OTP, at=JUNE))
    assert evaluate(effective(JUNE), asked).result is Result.INTERIM_USED
    lines = publications(language="ja")[-1].body["interim"]
    assert isinstance(lines, list)
    assert lines[-1]["stop_use"] == "2027-07-01" or "2027-07-01" in {line["stop_use"] for line in lines}


def test_until_it_is_published_nothing_changes(database: str) -> None:
    people()
    drafted()
    approve_sunset(sunset="su_1", by="staff:one", evidence="1", at=MAY)
    approve_sunset(sunset="su_1", by="staff:two", evidence="2", at=MAY)

    assert ends(MAY + DAY) == [JUNE]
    assert publications(language="ja") == ()


def test_the_record_that_was_changed_stays(database: str) -> None:
    people()
    moved("su_1")
    moved("su_2", at=MAY + 5, stop_use=JULY + DAY)

    assert ends(MAY + 5) == [JULY + DAY]
    assert models.FactorSunset.objects.count() == 2
    kinds = [entry.kind for entry in read(limit=99) if ":sunset:" in entry.kind]
    assert kinds[:4] == [f"authentication:sunset:{act}" for act in ("drafted", "signed", "approved", "published")]


def test_a_later_version_of_the_policy_states_its_own_ends(database: str) -> None:
    people()
    moved(at=MAY)
    published(effective="2027-06-15", at=MAY + DAY)

    assert ends(JUNE + 20 * DAY) == [JUNE]


@pytest.mark.parametrize(
    ("changes", "at", "why"),
    [
        ({}, JUNE, PolicyWhy.ENDED),
        ({"factor": F.TOTP, "stop_use": MAY}, MAY, PolicyWhy.PAST),
        ({"stop_enrol": JULY + DAY}, MAY, PolicyWhy.FAULTY),
        ({"replacement": F.TOTP}, MAY, PolicyWhy.FAULTY),
        ({"reason": Text("", "")}, MAY, PolicyWhy.NO_REASON),
        ({"factor": F.PASSKEY_SYNCED, "operations": frozenset({Op.LOGIN})}, MAY, None),
    ],
)
def test_what_has_ended_stays_ended_and_dates_make_sense(
    database: str, changes: dict[str, Any], at: int, why: PolicyWhy | None
) -> None:
    people()
    if why is None:
        drafted(at=at, **changes)
        return

    with pytest.raises(PolicyRefusedError) as refused:
        drafted(at=at, **changes)

    assert refused.value.why is why


def agreed(identifier: str = "su_1", **changes: Any) -> None:
    drafted(identifier, **changes)
    approve_sunset(sunset=identifier, by="staff:one", evidence=f"{identifier}1", at=MAY)
    approve_sunset(sunset=identifier, by="staff:two", evidence=f"{identifier}2", at=MAY)


def why_not(identifier: str = "su_1", *, at: int = MAY) -> PolicyWhy:
    with pytest.raises(PolicyRefusedError) as refused:
        publish_sunset(sunset=identifier, by="staff:one", firm=FIRM, at=at)
    return refused.value.why


def test_a_change_whose_end_has_passed_meanwhile_is_not_published(database: str) -> None:
    people()
    agreed(factor=F.TOTP, stop_use=MAY + DAY)

    assert why_not(at=MAY + DAY) is PolicyWhy.PAST


def test_a_factor_that_has_ended_meanwhile_does_not_come_back_with_a_change_that_lay_in_a_drawer(database: str) -> None:
    people()
    agreed()

    assert why_not(at=JUNE) is PolicyWhy.ENDED
    assert ends(JUNE) == [JUNE]


def test_changes_of_which_each_is_sound_do_not_end_every_way_together(database: str) -> None:
    """They are judged again when they are published, against what was published since they were drafted."""
    people()
    for factor in (F.APP_KEY, F.PASSKEY_BOUND, F.SECURITY_KEY, F.PASSKEY_SYNCED):
        agreed(factor.value, factor=factor, operations=frozenset({Op.CONTACT_CHANGE}))
    for factor in (F.APP_KEY, F.PASSKEY_BOUND, F.SECURITY_KEY):
        publish_sunset(sunset=factor.value, by="staff:one", firm=FIRM, at=MAY)

    assert why_not(F.PASSKEY_SYNCED.value) is PolicyWhy.FAULTY


def test_what_nobody_has_approved_is_not_published(database: str) -> None:
    people()
    drafted()

    assert why_not() is PolicyWhy.STATE


def test_a_change_can_be_taken_back_before_it_is_published(database: str) -> None:
    people()
    drafted()
    withdraw_sunset(sunset="su_1", by="staff:one", why="not needed", at=MAY)

    with pytest.raises(PolicyRefusedError) as refused:
        approve_sunset(sunset="su_1", by="staff:one", evidence="1", at=MAY)
    assert refused.value.why is PolicyWhy.STATE


def test_what_was_published_cannot_be_taken_back(database: str) -> None:
    people()
    moved()

    with pytest.raises(PolicyRefusedError) as refused:
        withdraw_sunset(sunset="su_1", by="staff:one", why="late", at=AT)
    assert refused.value.why is PolicyWhy.STATE
