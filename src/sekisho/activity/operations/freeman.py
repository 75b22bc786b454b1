"""The published login baselines, to be run beside Sekisho's own score."""

from typing import Literal

from sekisho.activity.rules.freeman import Foresight, FreemanNotebook
from sekisho.activity.rules.freeman_paper import FreemanPaper
from sekisho.activity.types.attempts import LoginBaseline


def freeman_baseline(*, variant: Literal["notebook", "paper"], foresight: Foresight | None = None) -> LoginBaseline:
    """An empty model of Freeman et al. (NDSS 2016).

    Args:
        variant: ``notebook`` as the published reference computes it, ``paper`` as the formula is printed.
        foresight: counts over a whole file, only to reproduce the reference's printed scores (``notebook`` only).

    Returns:
        A model to be asked (``score``) and then taught (``learn``) login by login, in order of time.

    """
    return FreemanPaper() if variant == "paper" else FreemanNotebook(foresight)
