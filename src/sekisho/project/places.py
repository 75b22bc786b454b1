"""Where the product's own data lie: beside the sources, or inside the installed package."""

from pathlib import Path

import sekisho

_PACKAGE = Path(sekisho.__file__).parent


def default_rulebook() -> Path:
    """The rulebook that comes with the product."""
    inside = _PACKAGE / "rulebook"
    return inside if inside.is_dir() else _PACKAGE.parents[1] / "rulebook"
