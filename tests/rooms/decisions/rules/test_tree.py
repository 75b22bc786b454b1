"""The tree under a condition."""

from sekisho.decisions.rules import tree
from sekisho.decisions.rules.parsing import parse_condition
from sekisho.decisions.rules.schema import KNOWN


def _names(text: str) -> set[str]:
    node = parse_condition(text, known=KNOWN).node
    assert node is not None
    return set(tree.names(node))


def test_every_form_tells_the_facts_below_it() -> None:
    text = "CASE WHEN thin THEN hour + adv WHEN NOT new_device THEN -price ELSE NULLIF(amount, 0) END > 1"

    assert _names(text) == {"thin", "hour", "adv", "new_device", "price", "amount"}
    assert _names("COALESCE(side, country) IN ('x') AND (thin IS NULL) IS TRUE") == {"side", "country", "thin"}
    assert _names("CASE WHEN thin THEN new_device END") == {"thin", "new_device"}


def test_a_condition_without_and_is_its_own_conjunct() -> None:
    node = parse_condition("thin OR new_device", known=KNOWN).node

    assert node is not None
    assert tree.conjuncts(node) == (node,)
