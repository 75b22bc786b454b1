"""Anybody can check a bundle, with keys obtained elsewhere or with its own (E-13)."""

import pytest
from tests.builders.approvals import public_jwks, short_story, signing_key

from sekisho.authentication.operations.bundles import BadKeysError, inspect_bundle

STORY = short_story()


def test_a_bundle_is_whole_with_the_firms_keys_and_with_its_own() -> None:
    assert inspect_bundle(STORY.bundle(), jwks=public_jwks(STORY.key)).whole
    assert inspect_bundle(STORY.bundle()).own_keys


def test_a_bundle_that_others_made_is_not_whole_with_the_firms_keys() -> None:
    assert not inspect_bundle(STORY.bundle(), jwks=public_jwks(signing_key())).whole


@pytest.mark.parametrize("jwks", [{}, {"keys": []}, "keys", 0])
def test_something_else_is_no_list_of_keys(jwks: object) -> None:
    with pytest.raises(BadKeysError):
        inspect_bundle(STORY.bundle(), jwks=jwks)
