"""Delegates act in their own name, within what was signed, until it is taken back (C-23)."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.builders.approving import CONTENTS, Desk
from tests.builders.passkeys import Browser
from tests.builders.signing_in import AT, agent, customer, kinds, opened

from sekisho.authentication import models
from sekisho.authentication.operations.delegations import grant_delegation, revoke_delegation
from sekisho.authentication.queries.delegations import accounts_of, delegations_of, may
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.delegations import Delegation, Denial
from sekisho.authentication.types.executing import PORTAL, Unfit, UnfitError
from sekisho.kernel.moments import DAY, from_rfc3339

CODE = OperationCode.DELEGATE_ADD
AGENT = "agent:g-1"


@dataclass
class Scene:
    signer: Desk

    def signed(self, **changes: Any) -> str:
        content = {**CONTENTS[CODE], "delegate": AGENT, "limit": "50000", "currency": "JPY", **changes}
        return self.signer.sign(CODE, caller=PORTAL, content=content).operation.id

    def grant(self, operation: str, name: str = "dg_1") -> Delegation:
        return grant_delegation(
            operation=operation, principal="customer:a-1", delegation=name, evidence=f"ev_{operation}", at=AT
        )


@pytest.fixture
def scene(fresh_database: str) -> Scene:
    agent()
    return Scene(Desk(account="a-1", at=AT, browser=Browser(at=AT - 5 * DAY)).open())


def allowed(operation: OperationCode = OperationCode.ORDER_PLACE, *, yen: int = 1, at: int = AT) -> bool:
    return may(agent=AGENT, operation=operation, account="a-1", at=at, yen=yen).allowed


def test_a_delegate_may_do_what_the_holder_signed_from_now_on(scene: Scene) -> None:
    assert not allowed()

    made = scene.grant(scene.signed())

    assert allowed(yen=50_000)
    assert not allowed(yen=50_001)
    assert not allowed(OperationCode.BANK_ACCOUNT_CHANGE)
    assert not allowed(at=from_rfc3339("2027-12-02T00:00:00.000+09:00"))
    assert allowed(at=from_rfc3339("2027-12-01T23:59:59.000+09:00"))
    assert delegations_of(account="a-1") == (made,)
    assert accounts_of(agent=AGENT, at=AT) == (made,)
    assert accounts_of(agent=AGENT, at=made.until) == ()
    assert "authentication:delegation:granted" in kinds()


def test_a_delegate_has_no_other_account(scene: Scene) -> None:
    scene.grant(scene.signed())
    customer("a-2")

    found = may(agent=AGENT, operation=OperationCode.LOGIN, account="a-2", at=AT)
    assert found.denial is Denial.NO_DELEGATION


def test_one_signature_makes_one_delegate(scene: Scene) -> None:
    approved = scene.signed()
    scene.grant(approved)

    with pytest.raises(UnfitError) as told:
        scene.grant(approved, "dg_2")
    assert told.value.unfit is Unfit.DONE


@pytest.mark.parametrize("delegate", ["agent:nobody", "customer:a-1"])
def test_only_a_registered_delegate_can_be_one(scene: Scene, delegate: str) -> None:
    with pytest.raises(UnfitError) as told:
        scene.grant(scene.signed(delegate=delegate))
    assert told.value.unfit is Unfit.NO_DELEGATE


def test_what_stays_with_the_holder_cannot_be_left_to_anybody(scene: Scene) -> None:
    with pytest.raises(UnfitError) as told:
        scene.grant(scene.signed(operations=["order_place", "authenticator_add"]))
    assert told.value.unfit is Unfit.BAD_SCOPES


@pytest.mark.parametrize("by", ["customer:a-1", AGENT, "staff:sato"])
def test_it_is_taken_back_at_once_with_his_sessions(scene: Scene, by: str) -> None:
    scene.grant(scene.signed())
    session = opened(AGENT, acting="a-1")

    assert revoke_delegation(delegation="dg_1", by=by, reason="moved away", at=AT + 1)
    assert not revoke_delegation(delegation="dg_1", by=by, reason="again", at=AT + 1)

    assert not allowed(at=AT + 1)
    assert models.Session.objects.get(ref=session.ref).state == "ended"
    assert "authentication:delegation:revoked" in kinds()
    assert delegations_of(account="a-1")[0].revoked_by == by


def test_somebody_else_takes_nothing_back(scene: Scene) -> None:
    scene.grant(scene.signed())

    with pytest.raises(PermissionError):
        revoke_delegation(delegation="dg_1", by="customer:other", reason="spite", at=AT)
    assert not revoke_delegation(delegation="dg_x", by="staff:sato", reason="none", at=AT)


def test_who_holds_another_delegation_on_the_account_stays_signed_in(scene: Scene) -> None:
    scene.grant(scene.signed())
    scene.grant(scene.signed(operations=["withdraw"]), "dg_2")
    session = opened(AGENT, acting="a-1")

    revoke_delegation(delegation="dg_1", by="customer:a-1", reason="less", at=AT + 1)

    assert models.Session.objects.get(ref=session.ref).state == "active"
    assert not allowed(at=AT + 1)
    assert allowed(OperationCode.WITHDRAW, at=AT + 1)


def test_nobody_is_his_own_delegate(scene: Scene) -> None:
    scene.grant(scene.signed())

    with pytest.raises(IntegrityError), transaction.atomic():
        models.Delegation.objects.update(granted_by_id=AGENT)
