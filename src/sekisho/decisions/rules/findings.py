"""Make findings, each from its line in the table of messages."""

from collections.abc import Mapping

from sekisho.decisions.rules.messages import MESSAGES
from sekisho.decisions.types.finding import Finding, Place
from sekisho.kernel.texts import Text


def finding(code: str, place: Place, **slots: object) -> Finding:
    """The finding named ``code`` at ``place`` with its slots filled.

    Slots ending in ``_ja`` and ``_en`` are offered to that language without the ending.
    """
    severity, japanese, english = MESSAGES[code]
    return Finding(
        place=place,
        severity=severity,
        code=code,
        text=Text(japanese.format(**_slots(slots, "ja")), english.format(**_slots(slots, "en"))),
    )


def _slots(slots: Mapping[str, object], language: str) -> dict[str, object]:
    ending = f"_{language}"
    own = {name.removesuffix(ending): value for name, value in slots.items() if name.endswith(ending)}
    return {**slots, **own}
