"""A rule's name."""

from builders.decisions import rule


def test_a_rule_is_named_by_id_and_version() -> None:
    assert rule(version=7).name == "thin-buy@7"
