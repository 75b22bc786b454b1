"""The answer "this was not me" (C-19)."""

import pytest

from builders.notices import AT, HOUSE, SAFE, announced, kinds, payloads
from sekisho.notices.models import AnswerCode, Notice
from sekisho.notices.operations.announcing import CODE, codes_for
from sekisho.notices.operations.answers import (
    AnswerRefusedError,
    CodeRefusedError,
    answer_in_inbox,
    answer_not_me,
    read_notice,
)
from sekisho.notices.queries.notices import NoNoticeError, notice_of, unread
from sekisho.notices.rules.codes import grouped
from sekisho.notices.types.notices import Answer
from sekisho.notices.types.safe import Safe


def code_for(notice: str) -> str:
    return grouped(codes_for(notice, 0, safe=SAFE)[0])


def answer(code: str, *, at: int = AT + 1, safe: Safe = SAFE) -> str:
    return answer_not_me(code=code, through="web", safe=safe, at=at).id


def test_a_code_says_that_it_was_not_the_customer_without_any_login(database: str) -> None:
    notice = announced("login", source=17)

    assert answer(code_for(notice.id)) == notice.id

    assert kinds("a-1")[-1] == "notices:answer:not_me"
    assert payloads("notices:answer:not_me") == [
        {"notice": notice.id, "template": "login", "source": 17, "through": "web"}
    ]
    told = notice_of(notice=notice.id, subject="a-1")
    assert (told.answer, told.answered) == (Answer.NOT_ME, AT + 1)


def test_it_works_once(database: str) -> None:
    code = code_for(announced("login").id)
    answer(code)

    with pytest.raises(CodeRefusedError):
        answer(code)
    assert kinds().count("notices:answer:not_me") == 1


def test_it_works_for_a_time(database: str) -> None:
    code = code_for(announced("login").id)

    with pytest.raises(CodeRefusedError):
        answer(code, at=AT + HOUSE.code_life)
    assert answer(code, at=AT + HOUSE.code_life - 1)


def test_wrong_used_and_late_codes_look_the_same_and_stand_in_the_journal(database: str) -> None:
    announced("login")
    known = code_for(announced("login").id)
    answer(known)
    other = grouped(codes_for("nobody", 0, safe=SAFE)[0])

    for code in ("", "1234", known, other):
        with pytest.raises(CodeRefusedError) as refused:
            answer(code)
        assert refused.value.args == ()
    assert payloads("notices:answer:refused") == [{"through": "web"}] * 4
    assert kinds("") == ["notices:answer:refused"] * 4


def test_a_code_outlives_a_change_of_keys(database: str) -> None:
    code = code_for(announced("login").id)

    assert answer(code, safe=Safe([b"n" * 32, b"k" * 32]))


def test_of_two_who_type_the_same_code_at_once_one_is_heard(database: str) -> None:
    notice = announced("login")
    digest = SAFE.digest(CODE, codes_for(notice.id, 0, safe=SAFE)[0])
    AnswerCode.objects.filter(digest=digest).update(used=AT)

    with pytest.raises(CodeRefusedError):
        answer(code_for(notice.id))


def test_the_inbox_takes_both_answers(database: str) -> None:
    mine, his = announced("login"), announced("login")

    answer_in_inbox(notice=mine.id, subject="a-1", answer=Answer.ME, through="app", at=AT + 1)
    answer_in_inbox(notice=his.id, subject="a-1", answer=Answer.NOT_ME, through="app", at=AT + 2)

    assert kinds()[-2:] == ["notices:answer:me", "notices:answer:not_me"]
    assert Notice.objects.get(id=his.id).answered_through == "app"


def test_saying_the_same_again_changes_nothing(database: str) -> None:
    notice = announced("login")
    first, second = (
        answer_in_inbox(notice=notice.id, subject="a-1", answer=Answer.NOT_ME, through="app", at=AT + step)
        for step in (1, 2)
    )

    assert first == second
    assert kinds().count("notices:answer:not_me") == 1


def test_it_was_me_can_become_it_was_not_me_and_never_back(database: str) -> None:
    notice = announced("login")
    answer_in_inbox(notice=notice.id, subject="a-1", answer=Answer.ME, through="app", at=AT + 1)
    answer(code_for(notice.id), at=AT + 2)

    with pytest.raises(AnswerRefusedError):
        answer_in_inbox(notice=notice.id, subject="a-1", answer=Answer.ME, through="app", at=AT + 3)
    assert notice_of(notice=notice.id, subject="a-1").answer is Answer.NOT_ME


def test_a_code_is_heard_also_after_the_inbox_said_the_same(database: str) -> None:
    notice = announced("login")
    answer_in_inbox(notice=notice.id, subject="a-1", answer=Answer.NOT_ME, through="app", at=AT + 1)

    assert answer(code_for(notice.id), at=AT + 2) == notice.id


def test_nobody_answers_or_reads_for_others(database: str) -> None:
    notice = announced("login")

    with pytest.raises(NoNoticeError):
        answer_in_inbox(notice=notice.id, subject="a-2", answer=Answer.ME, through="app", at=AT)
    with pytest.raises(NoNoticeError):
        read_notice(notice=notice.id, subject="a-2", at=AT)


def test_a_notice_is_opened_once(database: str) -> None:
    notice = announced("login")
    assert unread(subject="a-1") == 1

    assert read_notice(notice=notice.id, subject="a-1", at=AT + 1).read == AT + 1
    assert read_notice(notice=notice.id, subject="a-1", at=AT + 2).read == AT + 1

    assert unread(subject="a-1") == 0
    assert kinds().count("notices:notice:read") == 1
