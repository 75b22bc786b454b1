"""What ends with something else."""

import pytest
from tests.builders.firms import FIRST, SECOND, founded
from tests.builders.grants import DESK, code_for, program
from tests.builders.signing_in import AT, agent, customer, opened, staff, visit

from sekisho.authentication import models
from sekisho.authentication.operations.freezes import place_freeze
from sekisho.authentication.operations.noting import note
from sekisho.authentication.operations.sessions import end_session
from sekisho.authentication.types.freezes import FreezeScope, FreezeSource
from sekisho.authentication.types.sessions import EndReason
from sekisho.firms.operations.clients import close_client
from sekisho.firms.operations.staff import approve_staff, register_staff, suspend_staff
from sekisho.firms.types.permissions import Role
from sekisho.journal.operations.consuming import consume
from sekisho.project.reactions.runner import by_consumer, handler_of
from sekisho.project.reactions.table import TABLE


def react() -> None:
    """Let the consumer of these reactions hear everything."""
    handler = handler_of(by_consumer(TABLE)["endings"], lambda: AT + 1)
    while consume(name="endings", handler=handler):
        pass


@pytest.fixture
def session(database: str) -> str:
    founded()
    desk = program("desk", DESK)
    session = opened(customer())
    code_for(desk, session)
    code_for(desk, session, scope="openid offline_access")
    return session.ref


def states() -> list[tuple[bool, str]]:
    return sorted(models.Grant.objects.values_list("offline", "ended_reason"))


def test_a_logout_ends_what_rests_on_the_session_and_tells_the_clients(session: str) -> None:
    end_session(session=session, reason=EndReason.LOGOUT, by="customer:a-1", at=AT)

    react()

    assert states() == [(False, "logout"), (True, "")]
    assert models.LogoutNotice.objects.filter(state="waiting").count() == 2


@pytest.mark.parametrize("scopes", [frozenset(FreezeScope), frozenset({FreezeScope.LOGIN})])
def test_a_kill_switch_ends_every_token_for_good(session: str, scopes: frozenset[FreezeScope]) -> None:
    place_freeze(
        freeze="fz_1", account="a-1", source=FreezeSource.CUSTOMER, by="customer:a-1", reason="lost", visit=visit(),
        at=AT, scopes=scopes,
    )  # fmt: skip

    react()

    assert all(reason in {"logout", "freeze"} for _, reason in states())


def test_a_lesser_freeze_lets_them_rest(session: str) -> None:
    place_freeze(
        freeze="fz_1", account="a-1", source=FreezeSource.CUSTOMER, by="customer:a-1", reason="unsure", visit=visit(),
        at=AT, scopes=frozenset({FreezeScope.WITHDRAWAL}),
    )  # fmt: skip

    react()

    assert states() == [(False, ""), (True, "")]


def test_a_recovery_ends_what_was_allowed_before(session: str) -> None:
    note("authentication:recovery:completed", about="a-1", at=AT)

    react()

    assert states() == [(False, "recovery"), (True, "recovery")]


def test_a_closed_clients_grants_end(session: str) -> None:
    close_client(client_id="desk", by=SECOND, reason="contract over", at=AT)

    react()

    assert states() == [(False, "staff"), (True, "staff")]


def test_somebody_suspended_is_signed_in_nowhere(database: str) -> None:
    founded()
    for name in ("tanaka", "kato"):
        register_staff(staff=name, name=name, roles=(Role.AUDITOR,), by=FIRST, at=AT)
        approve_staff(staff=name, by=SECOND, at=AT)
    signed_in = opened(staff("tanaka"))
    agent()
    for name in ("tanaka", "kato"):
        suspend_staff(staff=name, by=FIRST, reason="lost key", at=AT)

    react()

    assert models.Session.objects.get(ref=signed_in.ref).ended_reason == "staff"
