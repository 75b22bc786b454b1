"""Lines over time as a small drawing (SVG), with the same figures in the table beside it."""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT, EDGE = 640, 220, 28


class Curve(NamedTuple):
    """A line of the drawing: its name for the style sheet, and its points as SVG takes them."""

    name: str
    points: str


def curve(name: str, shares: Sequence[float]) -> Curve:
    """Shares from 0 to 1, evenly spaced from left to right, the oldest first."""
    step = (WIDTH - 2 * EDGE) / max(1, len(shares) - 1)
    places = (f"{EDGE + place * step:.1f},{_height(share):.1f}" for place, share in enumerate(shares))
    return Curve(name, " ".join(places))


def _height(share: float) -> float:
    return HEIGHT - EDGE - min(max(share, 0.0), 1.0) * (HEIGHT - 2 * EDGE)
