import re

from sekisho.notices.types.deliveries import STATES, State
from sekisho.notices.types.findings import MESSAGES
from sekisho.notices.types.kinds import KINDS

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def test_every_kind_state_and_finding_is_told_in_both_languages() -> None:
    assert set(STATES) == set(State)
    for text in (*KINDS.values(), *STATES.values(), *MESSAGES.values()):
        assert JAPANESE.search(text.ja)
        assert not JAPANESE.search(text.en)


def test_kinds_have_three_words() -> None:
    assert all(re.fullmatch(r"notices:[a-z_]+:[a-z_]+", kind) for kind in KINDS)
