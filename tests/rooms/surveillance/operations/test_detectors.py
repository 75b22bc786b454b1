"""The default detectors."""

from sekisho.surveillance.operations.detectors import default


def test_each_call_gives_fresh_detectors() -> None:
    first, second = default(), default()
    assert all(one is not other for one in first for other in second)


def test_the_shapes_asked_for_are_all_watched() -> None:
    """A-01, A-03, A-04, A-05, A-07 and signal 7."""
    names = [detector.name for detector in default()]
    assert names == ["ring", "ring-day", "instrument", "infrastructure", "beneficiary", "displacement", "account"]
