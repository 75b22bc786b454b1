import re

import pytest

from sekisho.authentication.rules.policy.messages import MESSAGES, fault
from sekisho.kernel.texts import Text


@pytest.mark.parametrize("code", MESSAGES)
def test_every_message_has_both_languages_and_the_same_slots(code: str) -> None:
    text = MESSAGES[code]

    assert code.count(":") == 2
    assert set(re.findall(r"{(\w+)}", text.ja)) == set(re.findall(r"{(\w+)}", text.en))
    assert not re.search("[ぁ-ん]", text.en)


def test_a_slot_is_read_in_each_language() -> None:
    found = fault("k", "policy:operation:uncovered", operation=Text("出金", "withdrawal"))

    assert "出金" in found.text.ja
    assert "withdrawal" in found.text.en
    assert found.say("en").startswith("k: policy:operation:uncovered: ")
