from hashlib import sha256
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sekisho.journal.rules.chain import batch_digest, entry_digest, tree_root

# The reference inputs and roots of Certificate Transparency (RFC 9162's tree), as its implementations publish them.
INPUTS = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
ENTRIES = st.fixed_dictionaries(
    {
        "position": st.integers(1, 1 << 40),
        "kind": st.text("abc:", max_size=6),
        "about": st.text("abc", max_size=6),
        "at": st.integers(-5, 5),
        "key": st.none() | st.text("abc", max_size=6),
        "payload": st.binary(max_size=6),
    }
)


@pytest.mark.parametrize(("count", "root"), list(enumerate(ROOTS, 1)))
def test_the_tree_is_that_of_rfc_9162(count: int, root: str) -> None:
    leaves = [sha256(b"\x00" + bytes.fromhex(data)).digest() for data in INPUTS[:count]]

    assert tree_root(leaves).hex() == root


@given(ENTRIES, ENTRIES)
def test_entries_that_differ_anywhere_have_different_digests(one: dict[str, Any], other: dict[str, Any]) -> None:
    assume(one != other)

    assert entry_digest(**one) != entry_digest(**other)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=9), st.data())
def test_the_root_changes_with_any_leaf_and_with_their_order(leaves: list[bytes], data: st.DataObject) -> None:
    changed = data.draw(st.permutations(leaves) | st.just([*leaves, leaves[-1]]) | st.just([bytes(32), *leaves[1:]]))
    assume(changed != leaves)

    assert tree_root(changed) != tree_root(leaves)


@pytest.mark.parametrize("field", ["number", "first", "last", "committed", "root", "previous"])
def test_a_batch_digest_covers_every_field(field: str) -> None:
    batch: dict[str, Any] = {
        "number": 1,
        "first": 1,
        "last": 2,
        "committed": 3,
        "root": b"r" * 32,
        "previous": b"p" * 32,
    }
    changed = {**batch, field: b"x" * 32 if isinstance(batch[field], bytes) else batch[field] + 1}

    assert batch_digest(**changed) != batch_digest(**batch)


def test_the_digests_of_a_known_entry_and_batch_never_change() -> None:
    entry = entry_digest(position=1, kind="a:b:c", about="口座", at=0, key=None, payload=b"{}")
    batch = batch_digest(number=1, first=1, last=1, committed=0, root=entry, previous=bytes(32))

    assert entry.hex() == "64117a90d47445e19dcebabd7a9d58a9068c25d4ba06906844595f93b5119e2f"
    assert batch.hex() == "50d4f9c9388c89409c2b787fbc27653687314cc61ab01f29337c67e5088ccb13"
