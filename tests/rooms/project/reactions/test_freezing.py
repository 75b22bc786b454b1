import json

import pytest
from tests.builders.signing_in import customer

from sekisho.authentication.operations.recoveries import open_recovery
from sekisho.authentication.queries.freezes import freezes_of, in_force
from sekisho.authentication.queries.recoveries import recovery_of
from sekisho.authentication.types.freezes import KILL_SWITCH, FreezeSource
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.recovery import CaseState, Path, Trigger
from sekisho.journal.types.entry import Entry
from sekisho.project.reactions.freezing import freeze_answered

AT = 1_796_000_400_000


def answered(about: str, position: int = 7) -> Entry:
    payload = json.dumps({"notice": "nt_1", "through": "phone"}).encode()
    return Entry(position, 3, "notices:answer:not_me", about, AT, payload, None, bytes([position] * 32))


def test_an_answer_that_it_was_not_him_freezes_the_account(database: str) -> None:
    """C-19."""
    freeze_answered(answered("a-1"), AT + 5)

    assert in_force(account="a-1", at=AT + 6) == KILL_SWITCH
    assert [(each.source, each.placed) for each in freezes_of(account="a-1")] == [(FreezeSource.NOTICE, AT + 5)]


def test_the_same_answer_twice_freezes_once(database: str) -> None:
    freeze_answered(answered("a-1"), AT + 5)
    freeze_answered(answered("a-1"), AT + 9)
    freeze_answered(answered("a-1", position=8), AT + 10)

    assert len(freezes_of(account="a-1")) == 1


@pytest.mark.parametrize("about", ["", "agent:g-1", "staff:s-1"])
def test_those_without_an_account_have_nothing_to_freeze(database: str, about: str) -> None:
    freeze_answered(answered(about), AT + 5)

    assert freezes_of(account=about) == ()


def test_an_answer_that_it_was_not_him_ends_a_recovery_that_somebody_began(database: str) -> None:
    """C-09: the owner needs nothing but the code of the notice."""
    who = customer("a-1")
    case = open_recovery(case="rc_1", principal=who.ref, trigger=Trigger.LOST, path=Path.POST, visit=Visit(), at=AT)

    freeze_answered(answered("a-1"), AT + 5)

    ended = recovery_of(case=case.id)
    assert (ended.state, ended.reason) == (CaseState.WITHDRAWN, "not_me")
