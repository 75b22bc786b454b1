"""What goes over the wire: decisions as they stand in the journal, and a problem document for everything else."""

import json
from collections.abc import Mapping
from typing import Any, cast

import pytest

from builders.activity import START, event
from builders.gateway import attack
from builders.live import bench, in_a_loop, journal_away, line, terms
from sekisho.activity.types.events import Event
from sekisho.firms.types.scopes import Scope
from sekisho.gateway.operations.answering import Answerer
from sekisho.gateway.operations.live.admitting import Admission, NotAdmittedError
from sekisho.gateway.operations.live.keeping import Keeper
from sekisho.gateway.operations.live.service import Service
from sekisho.gateway.operations.live.wire import Application
from sekisho.journal.queries.reading import read
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict

STORY = attack().events
ALL = frozenset(Scope)
_NOBODY = Text("だめです。", "No.")


class Door:
    """Lets in whoever has the scope."""

    def __init__(self, scopes: frozenset[Scope] = ALL) -> None:
        self.scopes = scopes

    async def admit(self, scope: Mapping[str, Any], needed: Scope) -> str:  # noqa: ARG002 - the door's form
        if needed not in self.scopes:
            raise NotAdmittedError(403, "insufficient_scope", _NOBODY, {"Retry-After": "1"})
        return "broker"


class Answer:
    """One answer."""

    def __init__(self, sent: list[Mapping[str, Any]]) -> None:
        start, rest = sent
        self.status: int = start["status"]
        self.headers = {name.decode(): value.decode() for name, value in start["headers"]}
        self.body: bytes = rest["body"]

    @property
    def told(self) -> dict[str, Any]:
        return cast("dict[str, Any]", json.loads(self.body))


Request = tuple[str, str, bytes, dict[str, str]]


def post(path: str, body: bytes, **headers: str) -> Request:
    return "POST", path, body, {name.replace("_", "-"): value for name, value in headers.items()}


def get(path: str) -> Request:
    return "GET", path, b"", {}


def asked(*requests: Request, door: Door | None = None, pieces: int = 1, away: bool = False) -> list[Answer]:
    """The answers to requests, one after the other."""
    keeper = Keeper(clock=lambda: 0, retry=0.02)

    async def run() -> list[Answer]:
        service = Service(answerer=Answerer(bench()), keeper=keeper, terms=terms(fallback=Verdict.STEP_UP))
        application = Application(admission=cast("Admission", door or Door()), service=service)
        found = [await _one(application, request, pieces) for request in requests]
        await service.close()
        return found

    try:
        if not away:
            return in_a_loop(run)
        with journal_away():
            return in_a_loop(run)
    finally:
        keeper.close()


async def _one(application: Application, request: Request, pieces: int) -> Answer:
    method, path, body, headers = request
    size = max(1, len(body) // pieces)
    parts = [body[start : start + size] for start in range(0, len(body), size)] or [b""]
    sent: list[Mapping[str, Any]] = []

    async def receive() -> Mapping[str, Any]:
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    fields = [(name.encode(), value.encode()) for name, value in headers.items()]
    await application({"type": "http", "method": method, "path": path, "headers": fields}, receive, send)
    return Answer(sent)


def each(events: list[Event], path: str = "/v1/decisions") -> list[Request]:
    return [post(path, line(one)) for one in events]


def test_a_decision_is_answered_as_it_stands_in_the_journal(fresh_database: str) -> None:
    answers = asked(*each(STORY))

    decided = [answer for answer in answers if answer.told["decision"]]
    written = [entry.payload for entry in read(limit=10_000) if entry.kind == "decisions:decision:made"]
    assert {answer.status for answer in answers} == {200}
    assert answers[0].headers["content-type"] == "application/vnd.sekisho.decision+json;v=1"
    assert [payload in answer.body for payload, answer in zip(written, decided, strict=True)] == [True] * len(written)
    assert {answer.told["mode"] for answer in answers} == {"enforce"}
    assert {answer.told["verdict"] for answer in decided} > {"allow"}


def test_a_decision_can_be_looked_up_with_its_facts_by_name(fresh_database: str) -> None:
    last = STORY[-1]

    _, found, missing = asked(
        post("/v1/decisions", line(last)), get(f"/v1/decisions/d-{last.id}"), get("/v1/decisions/x")
    )

    assert found.told["decision"]["event"] == last.id
    assert found.told["facts"]["channel"] == "app"
    assert found.told["position"] == 2, "the decision stands behind its event"
    assert (missing.status, missing.told["code"]) == (404, "unknown")


def test_many_events_come_in_lines_and_bad_ones_are_named_by_line(fresh_database: str) -> None:
    body = b"\n".join([line(STORY[0]), b"", b"no json", line(STORY[0]), line(STORY[1]), b""])

    (answer,) = asked(post("/v1/events", body), pieces=7)

    told = answer.told
    assert (answer.status, told["taken"]) == (200, 3)
    assert [(one["line"], one["code"]) for one in told["refused"]] == [(3, "json")]
    assert all(one["ja"] and one["en"] for one in told["refused"])


def test_lines_that_must_be_sent_again_make_the_whole_answer_say_so(fresh_database: str) -> None:
    (answer,) = asked(post("/v1/events", line(STORY[0])), away=True)

    assert answer.status == 503
    assert [one["code"] for one in answer.told["refused"]] == ["journal"]


def test_where_there_is_no_decision_the_declared_fallback_is_told(fresh_database: str) -> None:
    (answer,) = asked(post("/v1/decisions", line(STORY[0])), away=True)

    assert (answer.status, answer.headers["content-type"]) == (503, "application/problem+json")
    assert (answer.told["code"], answer.told["fallback"]) == ("journal", "step_up")
    assert answer.told["texts"]["ja"]


def test_a_deadline_is_kept(fresh_database: str) -> None:
    late, wrong = asked(
        post("/v1/decisions", line(STORY[0]), sekisho_deadline_ms="1"),
        post("/v1/decisions", line(STORY[1]), sekisho_deadline_ms="soon"),
    )  # fmt: skip

    assert late.status == 200 or late.told["code"] == "deadline", "one millisecond may suffice"
    assert (wrong.status, wrong.told["code"]) == (400, "deadline")


@pytest.mark.parametrize(
    ("body", "field"),
    [(b"", ""), (b"[]", ""), (b'{"id":"x"}', "type"), (line(STORY[0])[:-1] + b',"at":1}', "at")],
)
def test_what_is_no_event_is_refused_by_field_and_written_nowhere(fresh_database: str, body: bytes, field: str) -> None:
    (answer,) = asked(post("/v1/decisions", body))

    assert (answer.status, answer.told["field"]) == (422, field)
    assert answer.told["texts"]["ja"] != answer.told["texts"]["en"]
    assert read() == []


def test_answers_are_answers(fresh_database: str) -> None:
    reply = event("answer", START, {"question": "q1", "answer": "no"}, account="a1")

    taken, refused, bad = asked(
        post("/v1/answers", line(reply)), post("/v1/answers", line(STORY[0])), post("/v1/answers", b"{")
    )  # fmt: skip

    assert (taken.status, taken.told["decision"]) == (200, None)
    assert (refused.status, refused.told["field"]) == (422, "type")
    assert bad.status == 422


def test_a_body_that_is_too_large_is_refused_whole_or_in_pieces(fresh_database: str) -> None:
    huge = b"x" * 300_000

    for pieces in (1, 9):
        (answer,) = asked(post("/v1/decisions", huge), pieces=pieces)
        assert (answer.status, answer.told["code"]) == (413, "too_large")


def test_other_addresses_are_not_there(fresh_database: str) -> None:
    for answer in asked(get("/"), get("/v1/decisions"), post("/v1/decisions/x", b""), ("PUT", "/v1/events", b"", {})):
        assert (answer.status, answer.told["code"]) == (404, "unknown")


def test_health_is_told_to_everybody(fresh_database: str) -> None:
    alive, ready = asked(get("/livez"), get("/readyz"), door=Door(frozenset()))

    assert (alive.status, ready.status, ready.told) == (200, 200, {"status": "ok", "held": 0})


def test_a_service_whose_journal_is_away_is_alive_and_not_ready(fresh_database: str) -> None:
    _, alive, ready = asked(post("/v1/decisions", line(STORY[0])), get("/livez"), get("/readyz"), away=True)

    assert (alive.status, ready.status, ready.told["status"]) == (200, 503, "journal")


@pytest.mark.parametrize(
    ("request_", "needed"),
    [
        (post("/v1/decisions", line(STORY[0])), Scope.DECISIONS_ASK), (post("/v1/events", b""), Scope.EVENTS_SEND),
        (post("/v1/answers", b""), Scope.DECISIONS_ASK), (get("/v1/decisions/d-x"), Scope.DECISIONS_ASK),
    ],
)  # fmt: skip
def test_every_address_asks_for_its_scope(fresh_database: str, request_: Request, needed: Scope) -> None:
    (refused,) = asked(request_, door=Door(ALL - {needed}))
    (admitted,) = asked(request_, door=Door(frozenset({needed})))

    assert (refused.status, refused.headers["retry-after"]) == (403, "1")
    assert admitted.status != 403


def test_nobody_is_answered_about_anything_but_http() -> None:
    async def run() -> None:
        await Application(admission=cast("Any", None), service=cast("Any", None))(
            {"type": "lifespan"}, cast("Any", None), cast("Any", None)
        )

    in_a_loop(run)
