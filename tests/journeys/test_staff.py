"""The staff's console in a real browser: two founders enrol, one proposes a colleague, the other signs (5.8, D8)."""

import json
from pathlib import Path
from typing import cast

from click.testing import CliRunner
from django.db.models import F
from joserfc.jwk import ECKey
from playwright.sync_api import Browser
from tests.builders.approvals import public_jwks
from tests.builders.console import FIRST
from tests.harness.browser import PHONE, Person, person
from tests.harness.node import Node
from tests.harness.office import CODES, believed, code_of, enrolled, press, signed

from sekisho.authentication import models
from sekisho.authentication.operations.evidence import export
from sekisho.authentication.queries.authenticators import passkeys_of
from sekisho.firms.queries.staff import staff_member
from sekisho.firms.types.staff import StaffState
from sekisho.journal.queries.reading import read
from sekisho.kernel.moments import HOUR, jst_day
from sekisho.project.cli import main
from sekisho.web.operations.clock import now
from sekisho.web.operations.keys import node_keys


def test_two_founders_take_on_a_third_who_enrols_and_is_stopped_again(
    office: Node, chrome: Browser, founders: tuple[Person, Person]
) -> None:
    sato, suzuki = founders

    propose(sato, office)
    suzuki.page.goto(office.url("/staff/"))
    suzuki.shot("staff-home")
    press(suzuki.page, "New members of staff")
    suzuki.page.get_by_role("link", name="伊藤 花子").click()
    suzuki.shot("staff-proposed")
    shown = signed(suzuki, office, "Go on to approve", picture="staff-decide")
    assert "伊藤 花子 joins as: Support desk" in shown
    assert staff_member(staff="ito").state is StaffState.ACTIVE

    first, second = invited(office, sato, suzuki, "ito")
    with person(chrome, "ito", locale="en-GB") as ito:
        enrolled(ito, office, (first, second))
        ito.shot("staff-home")
        assert ito.page.get_by_role("link", name="API clients").count() == 0
        sato.page.goto(office.url("/staff/people/ito"))
        sato.page.get_by_label("Reason").first.fill("the key was left in a train")
        sato.page.get_by_role("button", name="Stop").click()
        sato.page.get_by_text("logged out everywhere").wait_for()
        sato.shot("staff-stopped")
        ito.expect_trouble("403", "401")
        ito.page.goto(office.url("/staff/me"))
        assert staff_member(staff="ito").state is StaffState.SUSPENDED
        assert "login" in ito.page.url or ito.page.get_by_text("has been stopped").is_visible()


def test_evidence_of_an_approval_is_whole_for_whoever_checks_it_later(
    office: Node, founders: tuple[Person, Person], tmp_path: Path
) -> None:
    sato, suzuki = founders
    propose(sato, office)
    suzuki.page.goto(office.url("/staff/people/ito"))
    signed(suzuki, office, "Go on to approve")

    day = jst_day(now())
    key = cast("ECKey", node_keys().signing("ES256"))
    bundle = tmp_path / "bundle.jsonl"
    lines = export(first=day, last=day, key=key, keys=public_jwks(key), by="staff:sato", at=now())
    bundle.write_bytes(b"".join(lines))
    done = CliRunner().invoke(main, ["verify-evidence", str(bundle)], env={"SEKISHO_LANG": "en"})

    assert done.exit_code == 0, done.output
    assert "1 approvals, 1 executions" in done.output
    entry = next(each for each in read(after=0, limit=1_000) if each.kind == "firms:staff:approved")
    assert json.loads(entry.payload)["evidence"].startswith("ev_")


def propose(sato: Person, office: Node) -> None:
    page = sato.page
    page.goto(office.url("/staff/people/new"))
    sato.shot("staff-new")
    page.get_by_label("Staff id").fill("ito")
    page.get_by_label("Name").fill("伊藤 花子")
    page.get_by_label("Support desk", exact=True).check()
    page.get_by_role("button", name="Propose").click()
    page.get_by_text("It waits for somebody else").first.wait_for()
    sato.shot("staff-person")


def invited(office: Node, sato: Person, suzuki: Person, staff: str) -> tuple[str, str]:
    """One asks, the other signs, and each shows the colleague one code."""
    for each in (sato, suzuki):
        each.page.goto(office.url(f"/staff/people/{staff}"))
    sato.page.get_by_role("button", name="Ask for an invitation").click()
    sato.page.get_by_text("The invitation waits").wait_for()
    suzuki.page.reload()
    signed(suzuki, office, "Go on to approve it")
    second = code_of(suzuki)
    suzuki.shot("staff-code")
    sato.page.goto(office.url(f"/staff/people/{staff}"))
    return code_of(sato), second


def test_somebody_who_lost_his_key_comes_back_by_two_colleagues(
    office: Node, chrome: Browser, founders: tuple[Person, Person]
) -> None:
    sato, suzuki = founders
    propose(sato, office)
    suzuki.page.goto(office.url("/staff/people/ito"))
    signed(suzuki, office, "Go on to approve")

    with person(chrome, "ito", locale="en-GB") as ito:
        enrolled(ito, office, invited(office, sato, suzuki, "ito"))
        before = {each.id for each in passkeys_of(principal="staff:ito")}
    with person(chrome, "ito-again", viewport=PHONE, locale="ja-JP") as again:
        codes = invited(office, sato, suzuki, "ito")
        again.page.goto(office.url("/staff/login"))
        again.shot("staff-login")
        again.page.goto(office.url("/staff/enrol?lang=en"))
        enrolled(again, office, codes)
        again.page.goto(office.url("/staff/?lang=ja"))
        again.shot("staff-home")
        again.page.goto(office.url("/staff/me"))
        again.shot("staff-me")

        assert again.page.get_by_text("鍵が一つだけです").is_visible()
        assert before.isdisjoint(each.id for each in passkeys_of(principal="staff:ito"))


def test_a_second_key_is_added_after_showing_the_first_once_more(office: Node, desktop: Person, anchors: Path) -> None:
    sato, page = desktop, desktop.page
    believed(sato, office, anchors)
    first = enrolled(sato, office, CODES[FIRST])
    models.Session.objects.update(auth_time=F("auth_time") - HOUR)  # an hour has passed

    page.goto(office.url("/staff/me"))
    page.get_by_role("link", name="Add a key").click()
    sato.shot("staff-confirm")
    page.get_by_role("button", name="Confirm with my key").click()
    page.wait_for_url(office.url("/staff/me/key"))
    first.remove()
    sato.authenticator(transport="nfc")
    page.get_by_role("button", name="Add the key").click()
    page.get_by_text("The key was added").wait_for()
    sato.shot("staff-me")

    assert len(passkeys_of(principal=f"staff:{FIRST}")) == 2
    sato.choose("Staff and roles")
    sato.shot("staff-people")
    page.goto(office.url("/staff/people?lang=ja"))
    sato.shot("staff-people-ja")
    for name in ("clients/new", "clients", "journal"):
        page.goto(office.url(f"/staff/{name}"))
        sato.shot(f"staff-{name.replace('/', '-')}")
    page.locator(".top").get_by_role("button", name="ログアウト").click()
    page.get_by_role("heading", name="ログアウトしました").wait_for()
