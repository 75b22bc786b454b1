from tests.builders.firms import LIMITS, terms

from sekisho.firms.rules.spelling import terms_from_json, terms_to_json
from sekisho.firms.types.scopes import Scope


def test_terms_come_back_from_storage_as_they_were() -> None:
    for wanted in (
        terms(),
        terms(limits=LIMITS, scopes=frozenset(Scope), expires=7, backchannel_logout_uri="https://x/"),
    ):
        assert terms_from_json(terms_to_json(wanted)) == wanted
