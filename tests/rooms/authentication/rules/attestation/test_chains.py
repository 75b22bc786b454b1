from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.authenticator import Authority

from sekisho.authentication.rules.attestation.chains import LONGEST, BrokenChainError, anchor_of

NOW = datetime(2026, 11, 1, tzinfo=UTC)
OURS, THEIRS = Authority("Ours"), Authority("Theirs")


def test_a_chain_leads_to_the_anchor_that_signed_its_end() -> None:
    chain = OURS.batch().chain

    assert anchor_of(chain, anchors=(THEIRS.root, OURS.root), moment=NOW) == OURS.root


def test_a_chain_may_lead_through_an_authority_between() -> None:
    assert anchor_of(OURS.below().chain, anchors=(OURS.root,), moment=NOW) == OURS.root


def test_a_chain_may_bring_its_anchor() -> None:
    chain = (*OURS.batch().chain, OURS.root)

    assert anchor_of(chain, anchors=(OURS.root,), moment=NOW) == OURS.root


def test_a_single_certificate_may_be_the_anchor() -> None:
    chain = OURS.batch().chain

    assert anchor_of(chain, anchors=chain, moment=NOW) == chain[0]


def test_nobody_but_an_authority_vouches_for_others() -> None:
    with pytest.raises(BrokenChainError):
        anchor_of(OURS.below(authority=False).chain, anchors=(OURS.root,), moment=NOW)


def test_an_anchor_of_the_same_name_with_another_key_is_another() -> None:
    with pytest.raises(BrokenChainError):
        anchor_of(OURS.batch().chain, anchors=(Authority("Ours").root,), moment=NOW)


@pytest.mark.parametrize("anchors", [(), (THEIRS.root,)])
def test_a_chain_to_nobody_who_is_trusted_is_broken(anchors: tuple[bytes, ...]) -> None:
    with pytest.raises(BrokenChainError):
        anchor_of(OURS.batch().chain, anchors=anchors, moment=NOW)


@pytest.mark.parametrize("days", [-60, 4_000])
def test_certificates_count_between_their_dates(days: int) -> None:
    with pytest.raises(BrokenChainError):
        anchor_of(OURS.batch().chain, anchors=(OURS.root,), moment=NOW + timedelta(days=days))


def test_links_in_another_order_are_broken() -> None:
    with pytest.raises(BrokenChainError):
        anchor_of(tuple(reversed(OURS.below().chain)), anchors=(OURS.root,), moment=NOW)


@pytest.mark.parametrize("length", [0, LONGEST + 1])
def test_a_chain_has_a_length(length: int) -> None:
    with pytest.raises(BrokenChainError):
        anchor_of((OURS.root,) * length, anchors=(OURS.root,), moment=NOW)


@given(st.lists(st.binary(max_size=40), max_size=3))
def test_no_bytes_bring_another_error(chain: list[bytes]) -> None:
    with pytest.raises(BrokenChainError):
        anchor_of(chain, anchors=(OURS.root,), moment=NOW)
