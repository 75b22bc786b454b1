from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.firms import terms

from sekisho.authentication.rules.grants.steps import AskConsent, Prepare, Ready, least_of, missing, reads_account
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.requests import (
    ApprovalNeeded,
    Detail,
    LoginNeeded,
    OpenRequest,
    RequestState,
    Wish,
)
from sekisho.authentication.types.sessions import Session
from sekisho.firms.types.clients import Client, ClientState
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.moments import HOUR

AT = 1_796_000_400_000
SESSION = Session(
    ref="se_1", principal="customer:a-1", account="a-1", acting="", acr=Acr.PHR, amr=("pop",), auth_time=AT - HOUR,
    created=AT - HOUR, last_seen=AT, idle_until=AT + HOUR, expires=AT + HOUR, device="", channel="web", ip="",
    user_agent="",
)  # fmt: skip
READY = Ready(SESSION)
DETAIL = Detail(type="sekisho_withdraw", operation=OperationCode.WITHDRAW, content={})


def client(**changes: Any) -> Client:
    return Client(
        client_id="c", terms=terms(**changes), state=ClientState.ACTIVE, registered_by="a", approved_by="b", created=0
    )


OWN, THEIRS = client(), client(third_party=True)


def asked(*, tries: int = 0, hinted: str = "", created: int = AT - 60_000, **wish: Any) -> OpenRequest:
    wanted = Wish(
        **{
            "client_id": "c", "redirect_uri": "r", "scopes": frozenset({Scope.OPENID}), "state": "", "nonce": "",
            "code_challenge": "x", **wish,
        }
    )  # fmt: skip
    return OpenRequest(
        id="ar", wish=wanted, state=RequestState.OPEN, created=created, expires=AT + HOUR, tries=tries, hinted=hinted
    )


def step(
    wanted: OpenRequest,
    who: Client = OWN,
    session: Session | None = SESSION,
    *,
    consented: bool = False,
    unsigned: tuple[str, ...] = (),
    prepared: bool = False,
) -> Any:
    return missing(wanted, who, session, consented=consented, unsigned=unsigned, prepared=prepared, at=AT)


def fault(wanted: OpenRequest, *rest: Any, **how: Any) -> Fault:
    with pytest.raises(OAuthError) as told:
        step(wanted, *rest, **how)
    return told.value.fault


def fresh(session: Session = SESSION, **changes: Any) -> Session:
    return replace(session, auth_time=AT - 1_000, **changes)


def test_who_is_logged_in_goes_straight_back_to_the_firms_own_program() -> None:
    assert step(asked()) == READY


def test_who_is_not_logs_in_first() -> None:
    assert step(asked(login_hint="hanako"), OWN, None) == LoginNeeded(acr=Acr.NONE, anew=False, hint="hanako")


def test_a_weaker_login_is_raised_to_the_class_most_wanted() -> None:
    weak = replace(SESSION, acr=Acr.MFA)

    assert step(asked(acr_values=(Acr.PHRH, Acr.PHR)), OWN, weak) == LoginNeeded(acr=Acr.PHRH, anew=True)
    assert step(asked(acr_values=(Acr.PHRH, Acr.PHR))) == READY  # the second choice will do


def test_who_cannot_reach_it_goes_on_as_he_is_unless_it_is_a_demand() -> None:
    weak = replace(SESSION, acr=Acr.MFA)

    assert step(asked(acr_values=(Acr.PHR,), tries=1), OWN, weak) == Ready(weak)
    demand = asked(acr_values=(Acr.PHR,), essential=True, tries=1)
    assert fault(demand, OWN, weak) is Fault.UNMET_AUTHENTICATION_REQUIREMENTS


def test_an_old_login_is_renewed_where_its_age_matters() -> None:
    assert step(asked(max_age=3_600)) == READY
    assert step(asked(max_age=3_599)) == LoginNeeded(acr=Acr.NONE, anew=True)
    assert step(asked(max_age=0)) == LoginNeeded(acr=Acr.NONE, anew=True)
    assert step(asked(max_age=0), OWN, fresh()) == Ready(fresh())  # proved for this very request


@pytest.mark.parametrize("word", ["login", "select_account"])
def test_a_prompt_for_a_login_is_answered_by_one_for_this_request(word: str) -> None:
    assert isinstance(step(asked(prompt=frozenset({word}))), LoginNeeded)
    assert step(asked(prompt=frozenset({word})), OWN, fresh()) == Ready(fresh())


def test_a_hint_says_who_has_to_log_in() -> None:
    assert step(asked(hinted="customer:a-1")) == READY
    assert step(asked(hinted="customer:a-2")) == LoginNeeded(acr=Acr.NONE, anew=True)


def test_another_companys_service_needs_a_consent_that_rests_on_a_passkey() -> None:
    assert step(asked(), THEIRS) == AskConsent()
    assert step(asked(), THEIRS, consented=True) == READY
    weak = replace(SESSION, acr=Acr.MFA)
    assert step(asked(), THEIRS, weak, consented=True) == LoginNeeded(acr=Acr.PHR, anew=True)
    assert fault(asked(tries=1), THEIRS, weak, consented=True) is Fault.UNMET_AUTHENTICATION_REQUIREMENTS
    assert least_of(asked(acr_values=(Acr.PHRH,)), THEIRS) is Acr.PHRH


def test_what_is_to_be_signed_is_made_first_and_then_signed() -> None:
    wanted = asked(details=(DETAIL,))

    assert step(wanted) == Prepare(SESSION)
    assert step(wanted, prepared=True, unsigned=("op_1",)) == ApprovalNeeded(operations=("op_1",))
    assert step(wanted, prepared=True) == READY


def test_nothing_is_asked_of_the_customer_where_that_is_forbidden() -> None:
    silent = frozenset({"none"})

    assert step(asked(prompt=silent)) == READY
    assert fault(asked(prompt=silent), OWN, None) is Fault.LOGIN_REQUIRED
    assert fault(asked(prompt=silent, max_age=1)) is Fault.LOGIN_REQUIRED
    assert fault(asked(prompt=silent), THEIRS) is Fault.CONSENT_REQUIRED
    assert fault(asked(prompt=silent, details=(DETAIL,))) is Fault.INTERACTION_REQUIRED


def test_staff_do_not_log_in_here_and_delegates_let_nobody_in() -> None:
    staff = replace(SESSION, principal="staff:sato", account="")
    delegate = replace(SESSION, principal="agent:7", account="", acting="a-1")

    assert fault(asked(), OWN, staff) is Fault.ACCESS_DENIED
    assert step(asked(), OWN, delegate) == Ready(delegate)
    assert fault(asked(), THEIRS, delegate) is Fault.ACCESS_DENIED


def test_reading_an_account_is_more_than_a_login() -> None:
    assert reads_account(asked(scopes=frozenset({Scope.OPENID, Scope.ACCOUNTS_READ})))
    assert not reads_account(asked())


@given(
    acr=st.sampled_from(Acr), wanted=st.lists(st.sampled_from(sorted(set(Acr) - {Acr.NONE})), max_size=3),
    age=st.integers(0, 7_200), max_age=st.none() | st.integers(0, 7_200), who=st.sampled_from([OWN, THEIRS]),
    tries=st.integers(0, 2),
)  # fmt: skip
def test_a_code_is_never_made_on_less_than_was_demanded(
    acr: Acr, wanted: list[Acr], age: int, max_age: int | None, who: Client, tries: int
) -> None:
    session = replace(SESSION, acr=acr, auth_time=AT - age * 1_000)
    request = asked(acr_values=tuple(wanted), essential=True, max_age=max_age, tries=tries)
    try:
        found = step(request, who, session, consented=True)
    except OAuthError:
        return
    if isinstance(found, Ready):
        assert acr >= min(wanted, default=Acr.NONE)
        assert who is OWN or acr >= Acr.PHR
        assert max_age is None or age <= max_age or session.auth_time >= request.created
