"""A customer locks what he does not use at once, and gets it back slowly; what is locked really stops (C-21)."""

import re

import pytest
from django.test import Client
from tests.builders.approvals import CONTENTS
from tests.builders.scenes import stored_passkey
from tests.builders.web import client, signed_in, somebody

from sekisho.authentication.models import CustomerLock
from sekisho.authentication.operations.approvals import create_operation
from sekisho.authentication.operations.locks import set_lock
from sekisho.authentication.queries.locks import locks_of
from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.locks import LockKind, LockState
from sekisho.authentication.types.principals import Principal, Visit
from sekisho.kernel.moments import HOUR, MINUTE
from sekisho.portal.views.locks import THINGS
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import identifier, nonce


@pytest.fixture
def who(database: str) -> Principal:
    found = somebody(identifier_="a-1")
    stored_passkey(found)
    return found


@pytest.fixture
def browser(who: Principal) -> Client:
    made = client(language="en")
    signed_in(made, who)
    return made


def locked(kind: LockKind = LockKind.WITHDRAWAL, what: str = "") -> str:
    return set_lock(lock=identifier("lk"), account="a-1", kind=kind, by="customer:a-1", at=now(), what=what).id


def held() -> list[tuple[str, str]]:
    return [(each.kind.value, each.what) for each in locks_of(account="a-1", at=now())]


def test_one_press_locks_and_the_page_says_since_when(browser: Client) -> None:
    answer = browser.post("/locks", {"thing": "market:us"})

    page = browser.get("/locks").content.decode()
    assert answer["Location"] == "/locks"
    assert held() == [("market", "us")]
    assert "Trading on US markets" in page
    assert 'value="market:us"' not in page, "what is locked is not offered again"


@pytest.mark.parametrize("thing", ["", "market:mars", "withdrawal:all", "nonsense"])
def test_what_is_not_in_the_list_locks_nothing(browser: Client, thing: str) -> None:
    answer = browser.post("/locks", {"thing": thing})

    assert answer.status_code == 400
    assert b"Please choose from the list" in answer.content
    assert held() == []


@pytest.mark.parametrize(
    ("thing", "operation", "change"),
    [
        ((LockKind.WITHDRAWAL, ""), OperationCode.WITHDRAW, {}),
        ((LockKind.PRODUCT, "margin"), OperationCode.ORDER_PLACE, {"position": "margin_open"}),
        ((LockKind.PRODUCT, "nisa"), OperationCode.ORDER_PLACE, {"position": "nisa"}),
        ((LockKind.PRODUCT, "cash"), OperationCode.ORDER_PLACE, {"position": "cash"}),
        ((LockKind.MARKET, "jp"), OperationCode.ORDER_PLACE, {"market": "XTKS"}),
        ((LockKind.MARKET, "us"), OperationCode.ORDER_PLACE, {"market": "XNAS"}),
        ((LockKind.MARKET, "cn"), OperationCode.ORDER_PLACE, {"market": "XHKG"}),
    ],
)
def test_everything_that_is_offered_stops_what_it_says(
    who: Principal, thing: tuple[LockKind, str], operation: OperationCode, change: dict[str, str]
) -> None:
    locked(*thing)

    with pytest.raises(ApprovalRefusedError) as refused:
        create_operation(
            operation=operation, principal=who.ref, content={**CONTENTS[operation], **change}, caller="broker",
            visit=Visit(), identifier=identifier("op"), nonce=nonce(), at=now(), key="k",
        )  # fmt: skip

    assert refused.value.code is ApprovalRefusal.BLOCKED
    assert thing in THINGS


def test_a_release_is_asked_for_with_a_fresh_passkey_and_takes_its_time(browser: Client) -> None:
    lock = locked()

    page = browser.get(f"/locks/{lock}/release").content.decode()
    answer = browser.post(f"/locks/{lock}/release")

    (found,) = locks_of(account="a-1", at=now())
    assert "released 48 hours after" in page
    assert answer["Location"] == "/locks"
    assert found.state is LockState.RELEASING
    assert found.releases is not None
    assert found.releases > now() + 47 * HOUR
    assert b"Being released" in browser.get("/locks").content


@pytest.mark.parametrize("how", [{"acr": Acr.MFA}, {"age": 6 * MINUTE}])
def test_a_weak_or_old_login_is_led_to_confirm_first(who: Principal, how: dict[str, object]) -> None:
    browser, lock = client(), locked()
    signed_in(browser, who, **how)

    assert re.match("/confirm", browser.get(f"/locks/{lock}/release")["Location"])
    assert browser.post(f"/locks/{lock}/release").status_code == 403
    assert CustomerLock.objects.get(id=lock).state == "set"


def test_a_release_can_be_taken_back(browser: Client) -> None:
    lock = locked()
    browser.post(f"/locks/{lock}/release")

    browser.post(f"/locks/{lock}/keep")

    assert [each.state for each in locks_of(account="a-1", at=now())] == [LockState.SET]
    assert browser.post(f"/locks/{lock}/keep").status_code == 409


def test_a_release_that_is_under_way_is_not_asked_for_again(browser: Client) -> None:
    lock = locked()
    browser.post(f"/locks/{lock}/release")

    assert browser.post(f"/locks/{lock}/release").status_code == 409


def test_locks_of_others_are_not_there(browser: Client) -> None:
    other = somebody(identifier_="a-2")
    lock = set_lock(
        lock=identifier("lk"), account=other.account, kind=LockKind.WITHDRAWAL, by=other.ref, at=now()
    ).id  # fmt: skip

    for path in (f"/locks/{lock}/release", "/locks/lk_none/release"):
        assert browser.post(path).status_code == 404
    assert browser.post(f"/locks/{lock}/keep").status_code == 404
