"""Whatever is done to a bundle of evidence, the check finds it and says where (C-03, E-13)."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders.approvals import AT, Story, public_jwks, short_story

from sekisho.authentication.rules.evidence import inspecting
from sekisho.authentication.rules.evidence.bodies import void_body
from sekisho.authentication.rules.evidence.inspecting import MOST_FINDINGS, Inspector
from sekisho.authentication.rules.evidence.manifest import keys_from
from sekisho.authentication.types.evidence import FLAWS, Flaw, Inspection
from sekisho.kernel import jcs
from sekisho.kernel.moments import DAY

STORY = short_story()
KEYS = keys_from(public_jwks(STORY.key))
LINES = STORY.bundle()
WHOLE = b"".join(LINES)


def _inspect(lines: list[bytes], *, own: bool = False) -> Inspection:
    inspector = Inspector(None if own else KEYS)
    for line in lines:
        inspector.feed(line)
    return inspector.finish()


def _found(lines: list[bytes]) -> list[tuple[int, str, Flaw]]:
    return [(finding.line, finding.field, finding.flaw) for finding in _inspect(lines).findings]


def test_a_bundle_as_it_was_made_is_whole() -> None:
    found = _inspect(LINES)

    assert found.whole
    assert (found.lines, found.approvals, found.executions, found.withheld, found.days) == (4, 3, 1, 0, 2)
    assert not found.own_keys


def test_without_keys_from_outside_the_check_says_so() -> None:
    found = _inspect(LINES, own=True)

    assert found.whole
    assert found.own_keys


def test_what_is_about_others_can_be_left_out_and_the_chain_still_holds() -> None:
    """A customer's own evidence can be handed out (police, C-27) without anybody else's."""
    lines = STORY.bundle(account="a1")
    found = _inspect(lines)

    assert found.whole
    assert (found.approvals, found.withheld) == (2, 1)
    assert b'"account":"b2"' not in b"".join(lines)
    assert b'"account":"b2"' in WHOLE


def test_a_day_that_is_not_over_has_no_signed_head_yet() -> None:
    found = _inspect(STORY.bundle(open_days=[STORY.heads()[-1].day]))

    assert found.whole
    assert found.days == 1


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_any_changed_byte_is_found(place: int, change: int) -> None:
    spoilt = bytearray(WHOLE)
    spoilt[place] ^= change

    findings = _inspect(bytes(spoilt).splitlines(keepends=True)).findings

    assert findings
    assert all(1 <= finding.line <= len(LINES) + 2 for finding in findings)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(LINES) - 1))
def test_any_removed_line_is_found(place: int) -> None:
    assert _found(LINES[:place] + LINES[place + 1 :])


@settings(max_examples=100, deadline=None)
@given(st.permutations(range(len(LINES))).filter(lambda order: list(order) != sorted(order)))
def test_any_other_order_is_found(order: list[int]) -> None:
    assert _found([LINES[place] for place in order])


@settings(max_examples=50, deadline=None)
@given(st.integers(1, len(LINES) - 1), st.integers(1, len(LINES) - 1))
def test_any_line_that_comes_again_is_found(place: int, again: int) -> None:
    assert _found([*LINES[:place], LINES[again], *LINES[place:]])


@settings(max_examples=50, deadline=None)
@given(st.integers(0, len(WHOLE) - 1))
def test_a_cut_off_end_is_found(end: int) -> None:
    assert _found(WHOLE[:end].splitlines(keepends=True))


def test_an_empty_file_is_no_bundle() -> None:
    assert _found([]) == [(1, "", Flaw.MANIFEST_MISSING)]


def _spoilt(number: int, change: Callable[[dict[str, Any]], None]) -> list[tuple[int, str, Flaw]]:
    """What is found where a line was rewritten, but for the digest of the file."""
    line: Any = jcs.decode(LINES[number].rstrip())
    change(line)
    lines = [*LINES[:number], jcs.encode(line) + b"\n", *LINES[number + 1 :]]
    return [found for found in _found(lines) if found[2] is not Flaw.FILE]


def test_the_line_and_the_field_are_named() -> None:
    def raise_the_amount(line: dict[str, Any]) -> None:
        line["body"]["document"]["content"]["amount"] = "9999999"

    found = _spoilt(1, raise_the_amount)

    assert (2, "body", Flaw.BODY_DIGEST) in found
    assert (2, "body.displayed", Flaw.DISPLAY) in found
    assert (2, "body.op_hash", Flaw.OP_HASH) in found
    assert (2, "body.client_data.challenge", Flaw.CHALLENGE) in found


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda line: line.update(number=7), (2, "number", Flaw.ORDER)),
        (lambda line: line.update(day=3), (2, "day", Flaw.ORDER)),
        (lambda line: line.update(previous=line["digest"]), (2, "previous", Flaw.HEAD)),
        (lambda line: line.update(digest=line["body_sha256"]), (2, "digest", Flaw.DIGEST)),
        (lambda line: line.update(digest=line["body_sha256"]), (3, "previous", Flaw.CHAIN)),
        (lambda line: line.update(number="1"), (2, "number", Flaw.LINE_FIELD)),
        (lambda line: line.update(extra=1), (2, "extra", Flaw.LINE_FIELD)),
        (lambda line: line.pop("digest"), (2, "digest", Flaw.LINE_FIELD)),
        (lambda line: line["body"].update(kind="wish"), (2, "body.kind", Flaw.FIELD)),
        (lambda line: line["body"].update(algorithm="-7"), (2, "body.algorithm", Flaw.FIELD)),
        (lambda line: line["body"].update(verified_at=AT - 2 * DAY), (2, "body.verified_at", Flaw.FIELD)),
        (lambda line: line["body"].pop("signature"), (2, "body.signature", Flaw.FIELD)),
        (lambda line: line["body"].update(displayed="x"), (2, "body.displayed", Flaw.DISPLAY)),
    ],
)
def test_each_rewritten_field_is_named(
    change: Callable[[dict[str, Any]], None], expected: tuple[int, str, Flaw]
) -> None:
    assert expected in _spoilt(1, change)


def test_a_rewritten_last_link_of_a_day_disagrees_with_the_signed_head() -> None:
    assert (4, "digest", Flaw.HEAD) in _spoilt(3, lambda line: line.update(digest=line["body_sha256"]))


def test_a_line_that_is_no_json_is_named() -> None:
    assert (3, "", Flaw.UNREADABLE) in _found([*LINES[:2], b"{\n", *LINES[3:]])


def test_a_surplus_line_is_named() -> None:
    assert (6, "", Flaw.LINE_SURPLUS) in _found([*LINES, LINES[-1]])


def test_missing_lines_are_named_by_where_they_should_stand() -> None:
    assert (5, "manifest.lines", Flaw.LINE_MISSING) in _found(LINES[:-1])


def _of(story: Story) -> set[tuple[int, str, Flaw]]:
    inspector = Inspector(keys_from(public_jwks(story.key)))
    for line in story.bundle():
        inspector.feed(line)
    return {(finding.line, finding.field, finding.flaw) for finding in inspector.finish().findings}


@pytest.mark.parametrize("field", ["operation_id", "op_hash", "receipt_id"])
def test_an_execution_of_something_else_is_found_although_the_chain_holds(field: str) -> None:
    story = Story()
    other = {"operation_id": "op_9", "op_hash": "A" * 43, "receipt_id": "rc_9"}[field]
    story.execute(story.approve(), **{field: other})

    assert _of(story) == {(3, f"body.{field}", Flaw.EXECUTION)}


def test_a_second_execution_of_one_approval_is_found() -> None:
    story = Story()
    approval = story.approve()
    story.execute(approval)
    story.execute(approval)

    assert _of(story) == {(4, "body.approval", Flaw.EXECUTION)}


def test_an_execution_filed_under_another_day_is_found() -> None:
    story = Story()
    body = story.approve()
    story.chain({**_execution(body), "at": AT - 2 * DAY}, at=AT, account="a1")

    assert _of(story) == {(3, "body.at", Flaw.FIELD)}


def test_what_began_before_midnight_may_stand_on_the_next_day() -> None:
    story = Story()
    body = story.approve()
    story.chain({**_execution(body), "at": AT - DAY}, at=AT, account="a1")

    assert _of(story) == set()


def _execution(approval: dict[str, Any]) -> dict[str, Any]:
    return {
        "approval": approval["id"], "at": AT, "caller": "broker", "format": "sekisho-evidence/1", "id": "ev_x",
        "kind": "execution", "op_hash": approval["op_hash"], "operation_id": approval["document"]["operation_id"],
        "receipt_id": approval["receipt_id"],
    }  # fmt: skip


def test_an_execution_of_what_was_approved_before_the_bundle_begins_is_accepted() -> None:
    story = Story()
    approval = short_story().approve()
    story.execute(approval)

    assert _of(story) == set()


def test_a_refused_execution_is_evidence_too() -> None:
    story = Story()
    approval = story.approve()
    story.chain(void_body(_execution(approval), presented=b"p" * 32), at=AT, account="a1")

    assert _of(story) == set()


def test_a_spoilt_bundle_does_not_fill_the_memory_with_findings() -> None:
    inspector = Inspector(KEYS)
    inspector.feed(LINES[0])
    for _ in range(MOST_FINDINGS + 10):
        inspector.feed(b"{}\n")

    assert len(inspector.finish().findings) == MOST_FINDINGS


def test_every_flaw_has_its_sentence() -> None:
    assert set(FLAWS) == set(Flaw)
    assert inspecting.Inspector().finish().findings[0].flaw is Flaw.MANIFEST_MISSING
