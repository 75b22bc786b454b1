"""From the truth of a run to the lines of its labels."""

import numpy as np

from sekisho.kernel.moments import to_rfc3339
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.rules.rendering.names import Names
from sekisho.simulation.types.labels import BadEvent, Beneficiary, Incident
from sekisho.simulation.types.truth import Gainer, Hijack, Truth


def span(diary: Diary, truth: Truth) -> None:
    """Widen each incident to the moments of its bad events of this day."""
    for sheet in diary.sheets.values():
        incidents, at = sheet["incident"], sheet["at"]
        for row in np.flatnonzero(incidents >= 0).tolist():
            hijack = truth.hijacks[int(incidents[row])]
            hijack.first = min(hijack.first, int(at[row]))
            hijack.last = max(hijack.last, int(at[row]))


def labels(truth: Truth, bad: list[BadEvent], names: Names) -> list[dict[str, object]]:
    """Incidents that happened, then accounts that gained, then bad events."""
    happened = [hijack for hijack in truth.hijacks if hijack.last]
    return (
        [_incident(hijack, names).line() for hijack in happened]
        + [_gainer(gainer, names).line() for gainer in truth.gainers]
        + [event.line() for event in bad]
    )


def _incident(hijack: Hijack, names: Names) -> Incident:
    return Incident(
        incident=hijack.number,
        account=names.account(np.array([hijack.account]))[0],
        start=to_rfc3339(hijack.first),
        to=to_rfc3339(hijack.last),
        kind="attempt" if hijack.kind == "attempt" else "hijack",
        variant=hijack.variant,
        campaign=hijack.campaign,
        value_lost=round(hijack.lost),
        value_at_risk=round(hijack.at_risk),
        sold=round(hijack.sold),
        symbols=tuple(sorted({names.plain_symbols[symbol] for symbol in hijack.symbols})),
        can_answer=hijack.can_answer,
    )


def _gainer(gainer: Gainer, names: Names) -> Beneficiary:
    return Beneficiary(
        account=names.account(np.array([gainer.account]))[0],
        start=to_rfc3339(gainer.first),
        to=to_rfc3339(max(gainer.first, gainer.last)),
        campaign=gainer.campaign,
        symbol=names.plain_symbols[gainer.symbol],
        gain=round(gainer.gain),
    )
