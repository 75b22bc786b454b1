"""Whatever is changed after it was published is found."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.builders.policies import AT, FIRM, WHY, a_policy, a_rule, document

from sekisho.authentication.rules.policy.chain import (
    publication_faults,
    publication_hash,
    version_faults,
    version_hash,
)
from sekisho.authentication.rules.policy.reading import digest_of
from sekisho.authentication.rules.policy.schedule import schedule
from sekisho.authentication.types.policy_versions import (
    GENESIS,
    PolicyState,
    PolicyVersion,
    Publication,
    Signature,
)
from sekisho.kernel.texts import Text


def versions(count: int = 3) -> list[PolicyVersion]:
    found: list[PolicyVersion] = []
    for number in range(1, count + 1):
        content = document(effective_from=f"2027-0{number}-01")
        each = PolicyVersion(
            id=f"po_{number}", number=number, title=WHY, state=PolicyState.PUBLISHED, document=content,
            digest=digest_of(content), effective_from=number, author="staff:a", reviewer="staff:r", reason=WHY,
            signatures=(Signature(by="staff:1", evidence="e1", at=1), Signature(by="staff:2", evidence="e2", at=2)),
            published=AT, prev_hash=found[-1].hash if found else GENESIS,
        )  # fmt: skip
        found.append(replace(each, hash=version_hash(each)))
    return found


def publications() -> list[Publication]:
    found: list[Publication] = []
    for number in (1, 2, 3):
        prev = found[-1].sha256 if found else GENESIS
        body = schedule(a_policy(a_rule()), firm=FIRM, language="ja", published=AT, prev_sha256=prev)
        found.append(
            Publication(
                number=number,
                version=7,
                language="ja",
                body=body,
                sha256=str(body["sha256"]),
                prev_sha256=prev,
                published=AT,
                cause="version",
            )
        )
    return found


def test_whole_chains_have_no_faults() -> None:
    assert version_faults(versions()) == ()
    assert version_faults([]) == ()
    assert publication_faults(publications()) == ()


CHANGES = {
    "title": Text("別", "other"),
    "document": document(observing=True),
    "effective_from": 99,
    "author": "staff:x",
    "reviewer": "staff:x",
    "signatures": (),
    "reason": Text("別", "other"),
    "impact": {"questions": 1},
    "published": AT + 1,
    "number": 9,
    "prev_hash": "f" * 64,
    "hash": "f" * 64,
    "digest": "f" * 64,
}


@given(st.integers(0, 2), st.sampled_from(sorted(CHANGES)))
def test_any_change_of_a_version_is_found(place: int, name: str) -> None:
    chain = versions()
    chain[place] = replace(chain[place], **{name: CHANGES[name]})  # type: ignore[arg-type]

    assert version_faults(chain)


@given(st.integers(0, 1))
def test_a_version_that_was_taken_out_is_missed(place: int) -> None:
    chain = versions()
    del chain[place]

    assert version_faults(chain)


def test_even_a_version_that_was_hashed_anew_breaks_the_chain() -> None:
    chain = versions()
    changed = replace(chain[0], author="staff:x")
    chain[0] = replace(changed, hash=version_hash(changed))

    assert [fault.key for fault in version_faults(chain)] == ["version.2"]


def test_any_change_of_a_publication_is_found() -> None:
    for place in range(3):
        for name in publications()[0].body:
            chain = publications()
            chain[place] = replace(chain[place], body={**chain[place].body, name: "changed"})
            assert publication_faults(chain), name


def test_a_publication_hashed_anew_breaks_the_chain() -> None:
    chain = publications()
    body = {**chain[0].body, "firm": "other"}
    body["sha256"] = publication_hash(body)
    chain[0] = replace(chain[0], body=body, sha256=body["sha256"])

    assert [fault.code for fault in publication_faults(chain)] == ["chain:link:broken"]
