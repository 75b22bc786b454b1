"""Every word of the figures has both languages."""

from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.operations.evaluate.report.names import KIND_NAMES, VERDICT_NAMES, shape, variant
from sekisho.simulation.types.sample import KINDS


def test_every_kind_and_verdict_has_a_name() -> None:
    assert set(KIND_NAMES) == {*KINDS, "all"}
    assert set(VERDICT_NAMES) == {verdict.word for verdict in Verdict}


def test_variants_keep_their_names_except_the_sum_and_the_unknown() -> None:
    assert variant("relay") == "relay"
    assert isinstance(variant("all"), Text)
    assert isinstance(variant("unattributed"), Text)


def test_a_shape_nobody_named_keeps_its_word() -> None:
    assert isinstance(shape("ring"), Text)
    assert shape("emptied") == "emptied"
