"""The menu shows what somebody may do."""

from tests.builders.console import FIRST, desk, employed, founded

from sekisho.console.menu import menu_for
from sekisho.firms.queries.staff import staff_member
from sekisho.firms.types.permissions import Role


def hrefs(staff: str) -> list[str]:
    return [line.href for section in menu_for(staff_member(staff=staff), address="/") for line in section.lines]


def test_everybody_sees_what_he_may_do_and_nothing_else(database: str) -> None:
    founded()
    employed("ito", Role.SUPPORT_DESK)

    assert "/staff/clients" in hrefs(FIRST)
    assert hrefs("ito") == [
        "/staff/", "/staff/customers", "/staff/recoveries", "/staff/opt-outs", "/staff/policy", "/staff/waves",
        "/staff/figures", "/staff/me",
    ]  # fmt: skip


def test_nobody_sees_nothing() -> None:
    assert menu_for(None, address="/staff/login") == ()


def test_the_page_he_is_on_and_those_below_it_are_marked(database: str) -> None:
    founded()
    member = staff_member(staff=FIRST)

    for address, here in {
        "/staff/": "/staff/",
        "/staff/people": "/staff/people",
        "/staff/people/x": "/staff/people",
    }.items():
        lines = [line for section in menu_for(member, address=address) for line in section.lines]
        assert [line.href for line in lines if line.here] == [here]


def test_a_page_has_the_menu_and_a_way_past_it(database: str) -> None:
    founded()

    page = desk(language="en").get("/staff/").content.decode()

    assert 'href="#menu"' in page
    assert 'aria-current="page">Home' in page
    assert "Log out" in page
