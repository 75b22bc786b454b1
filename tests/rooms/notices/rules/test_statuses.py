import pytest

from sekisho.notices.rules.statuses import enhanced, is_hard


@pytest.mark.parametrize(
    ("said", "code", "hard"),
    [
        ("5.1.1 no such mailbox", "5.1.1", True),
        ("550 5.1.10 null MX", "5.1.10", True),
        ("5.2.1 disabled", "5.2.1", True),
        ("5.2.2 full", "5.2.2", False),
        ("5.7.1 we do not like you", "5.7.1", False),
        ("4.2.1 later", "4.2.1", False),
        ("5.0.0", "5.0.0", True),
        ("5.0.0 smtp; 550 5.2.2 full", "5.2.2", False),  # the detail says more than the summary
        ("550 no such user", "", False),
        ("see 10.5.1.1", "", False),
    ],
)
def test_a_servers_answer_tells_whether_nobody_is_there(said: str, code: str, hard: bool) -> None:  # noqa: FBT001 - a table
    assert enhanced(said) == code
    assert is_hard(code) == hard
