"""Which detectors watch by default."""

from sekisho.surveillance.types.finding import Detector


def default() -> list[Detector]:
    """Fresh detectors with their default parameters."""
    return []
