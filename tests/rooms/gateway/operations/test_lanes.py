"""Lanes share the accounts between them."""

from hypothesis import given
from hypothesis import strategies as st

from sekisho.gateway.operations.lanes import owner_of


@given(st.text(min_size=1, max_size=64), st.integers(1, 8))
def test_every_account_belongs_to_exactly_one_share(account: str, shares: int) -> None:
    assert sum(owner_of(share, shares)(account) for share in range(shares)) == 1
