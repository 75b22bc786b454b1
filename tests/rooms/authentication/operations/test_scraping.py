from tests.builders.signing_in import AT, kinds, visit

from sekisho.authentication.operations.scraping import refuse_program


def test_a_program_is_told_its_door_and_written_down(database: str) -> None:
    told = refuse_program(visit=visit(user_agent="python-requests/2.34"), at=AT)

    assert told is not None
    assert kinds() == ["authentication:login:program_refused"]


def test_a_browser_is_let_on_unless_the_firm_names_it(database: str) -> None:
    assert refuse_program(visit=visit(), at=AT) is None
    assert refuse_program(visit=visit(user_agent="KakeiboBot/3"), at=AT, named=("kakeibobot",)) is not None
