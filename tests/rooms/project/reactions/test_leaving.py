import pytest
from tests.builders.signing_in import AT, customer, opened

from sekisho.authentication.queries.sessions import history_of, sessions_of
from sekisho.authentication.types.kinds import KINDS
from sekisho.authentication.types.sessions import EndReason
from sekisho.journal.types.entry import Entry
from sekisho.kernel.digests import canonical
from sekisho.notices.types.kinds import CONTACT_REMOVED, CONTACT_REPLACED
from sekisho.notices.types.kinds import KINDS as NOTICES
from sekisho.project.reactions.leaving import LEAVINGS, sign_out

A = "authentication"


def happened(kind: str, *, about: str = "a-1", **payload: object) -> None:
    sign_out(Entry(9, 1, kind, about, AT + 5, canonical(payload), None, bytes(32)), AT + 6)


@pytest.mark.parametrize(
    ("kind", "payload", "reason"),
    [
        (f"{A}:factor:enrolled", {"factor": "password"}, EndReason.PASSWORD_CHANGED),
        (f"{A}:factor:removed", {"factor": "totp"}, EndReason.AUTHENTICATOR_REMOVED),
        (f"{A}:authenticator:removed", {"by": "staff:s-1"}, EndReason.AUTHENTICATOR_REMOVED),
        (f"{A}:authenticator:suspended", {"by": "system"}, EndReason.AUTHENTICATOR_REMOVED),
        (f"{A}:recovery:completed", {}, EndReason.RECOVERY),
    ],
)
def test_what_changes_the_ways_in_ends_the_other_sessions(
    database: str, kind: str, payload: dict[str, object], reason: EndReason
) -> None:
    """E-07."""
    who = customer()
    here, there, later = opened(who), opened(who), opened(who, at=AT + 5)

    happened(kind, principal=who.ref, session=here.ref, **payload)

    assert {each.ref for each in sessions_of(principal=who.ref, at=AT + 6)} == {here.ref, later.ref}
    ended = [each for each in history_of(principal=who.ref) if each.ended is not None]
    assert [(each.ref, each.ended_reason) for each in ended] == [(there.ref, reason)]


@pytest.mark.parametrize("kind", [CONTACT_REPLACED, CONTACT_REMOVED])
def test_a_changed_contact_ends_all_of_them(database: str, kind: str) -> None:
    """E-07."""
    who = customer()
    opened(who)

    happened(kind, by=who.ref)

    assert sessions_of(principal=who.ref, at=AT + 6) == ()


def test_a_new_factor_ends_nothing(database: str) -> None:
    who = customer()
    session = opened(who)

    happened(f"{A}:factor:enrolled", principal=who.ref, factor="totp")
    happened(f"{A}:authenticator:removed", principal=who.ref, by=who.ref)

    assert sessions_of(principal=who.ref, at=AT + 6) == (session,)


def test_who_was_never_registered_is_signed_in_nowhere(database: str) -> None:
    happened(CONTACT_REMOVED, about="agent:g-9")
    happened(CONTACT_REMOVED, about="a-9")


def test_every_kind_that_signs_people_out_exists() -> None:
    assert set(LEAVINGS) <= {*KINDS, *NOTICES}
