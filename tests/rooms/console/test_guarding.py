"""Who may see a staff page (authentication.md 5.8, last line)."""

import pytest
from django.http import HttpRequest, HttpResponse
from tests.builders.console import FIRST, SECOND, desk, employed, founded, person
from tests.builders.web import client, request, signed_in

from sekisho.authentication.types.assurance import Acr
from sekisho.console.guarding import actor_of, lacking, member_of, staff
from sekisho.firms.operations.staff import suspend_staff
from sekisho.firms.types.permissions import PERMISSIONS, Permission, Role
from sekisho.kernel.moments import MINUTE
from sekisho.web.operations.clock import now
from sekisho.web.operations.guards import TwoGuardsError, guard_of
from sekisho.web.types.problems import RefusedError


@staff(Permission.CLIENT_READ)
def clients(asked: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{actor_of(asked)} {member_of(asked).name}")


def asked_by(browser_of: str, *, acr: Acr = Acr.PHRH, age: int = 0) -> HttpRequest:
    browser = client()
    signed_in(browser, person(browser_of), acr=acr, age=age)
    asked = request("/staff/clients")
    asked.COOKIES.update({name: morsel.value for name, morsel in browser.cookies.items()})
    return asked


def test_somebody_with_the_permission_comes_in_under_his_own_id(database: str) -> None:
    founded()

    assert clients(asked_by(FIRST)).content.decode() == "sato 佐藤"


def test_somebody_without_it_reads_what_it_is_called_and_whom_to_ask(database: str) -> None:
    founded()
    employed("ito", Role.SUPPORT_DESK)

    with pytest.raises(RefusedError) as refused:
        clients(asked_by("ito"))

    told = refused.value.problem
    assert (told.status, told.extra["permission"]) == (403, "firms:client:read")
    assert "APIクライアントの閲覧" in told.detail.ja
    assert "佐藤、鈴木" in told.detail.ja
    assert "Administrator, Security officer, Auditor" in told.detail.en


def test_somebody_who_was_suspended_is_out_at_once(database: str) -> None:
    founded()
    suspend_staff(staff=SECOND, by=FIRST, reason="test", at=now())

    with pytest.raises(RefusedError, match="stopped"):
        clients(asked_by(SECOND))


def test_a_login_without_a_place_on_the_staff_opens_nothing(database: str) -> None:
    with pytest.raises(RefusedError, match="stopped"):
        clients(asked_by("nobody"))


def test_a_weak_or_an_old_login_leads_to_the_confirmation(database: str) -> None:
    founded()

    @staff(Permission.CLIENT_READ, acr=Acr.PHRH, within=5 * MINUTE)
    def strict(asked: HttpRequest) -> HttpResponse:
        return HttpResponse(actor_of(asked))

    for asked in (asked_by(FIRST, acr=Acr.PHR), asked_by(FIRST, age=6 * MINUTE)):
        assert strict(asked)["Location"].startswith("/staff/confirm?next=%2Fstaff%2Fclients")  # type: ignore[index]


def test_a_view_has_this_guard_and_no_other() -> None:
    assert guard_of(clients) is not None
    with pytest.raises(TwoGuardsError):
        staff()(clients)


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_has_a_name_and_a_way_to_get_it(database: str, permission: Permission) -> None:
    founded()

    told = lacking(permission)

    assert PERMISSIONS[permission].ja in told.detail.ja
    assert PERMISSIONS[permission].en in told.detail.en


def test_the_refusal_is_a_page_of_the_console_with_a_way_on(database: str) -> None:
    founded()
    suspend_staff(staff=SECOND, by=FIRST, reason="test", at=now())

    page = desk(SECOND, language="en").get("/staff/")

    assert page.status_code == 403
    assert 'class="console"' in page.content.decode()
    assert 'href="/staff/login"' in page.content.decode()
