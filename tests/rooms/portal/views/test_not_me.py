from tests.builders.notices import HOUSE
from tests.builders.web import client, somebody

from sekisho.journal.queries.reading import read
from sekisho.notices.operations.announcing import announce, codes_for
from sekisho.notices.types.notices import News
from sekisho.portal.views.not_me import MOST
from sekisho.web.operations.clock import now
from sekisho.web.operations.resources import safe


def a_code() -> str:
    who = somebody()
    facts = {"time": now(), "device": "x", "place": "y", "factor": "z"}
    news = News(source=1, template="login", subject=who.account, language="ja", facts=facts)
    notice = announce(news=news, house=HOUSE, safe=safe(), at=now())
    assert notice is not None
    return codes_for(notice.id, 0, safe=safe())[0]


def kinds() -> list[str]:
    return [entry.kind for entry in read(limit=100)]


def test_a_code_from_a_notice_is_taken_without_any_login(database: str) -> None:
    """C-19."""
    code = a_code()

    answer = client().post("/not-me", {"code": f" {code.lower()} "})

    assert answer.status_code == 200
    assert "notices:answer:not_me" in kinds()


def test_a_wrong_code_is_refused_with_a_way_on(database: str) -> None:
    answer = client(language="en").post("/not-me", {"code": "AAAA-AAAA-AAAA"})

    assert answer.status_code == 400
    assert 'href="/freeze"' in answer.content.decode()
    assert "notices:answer:refused" in kinds()


def test_trying_codes_is_slowed_down_by_network(database: str) -> None:
    guesser, other = client(), client()
    answers = [guesser.post("/not-me", {"code": "x"}, REMOTE_ADDR="203.0.113.5").status_code for _ in range(MOST + 2)]

    assert answers == [400] * MOST + [429] * 2
    assert other.post("/not-me", {"code": "x"}, REMOTE_ADDR="203.0.113.6").status_code == 400
