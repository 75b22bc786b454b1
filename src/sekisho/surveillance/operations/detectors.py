"""Which detectors watch by default."""

from sekisho.kernel.moments import DAY
from sekisho.surveillance.rules.account import AccountWatch
from sekisho.surveillance.rules.beneficiary import Beneficiary
from sekisho.surveillance.rules.displacement import Displacement
from sekisho.surveillance.rules.infrastructure import Infrastructure
from sekisho.surveillance.rules.instrument import InstrumentWatch
from sekisho.surveillance.rules.ring import Ring
from sekisho.surveillance.types.finding import Detector


def default() -> list[Detector]:
    """Fresh detectors with their default parameters; the ring twice, for half an hour and for a slow day."""
    return [
        Ring(),
        Ring(name="ring-day", window=DAY, accounts=5, share=0.3),
        InstrumentWatch(),
        Infrastructure(),
        Beneficiary(),
        Displacement(),
        AccountWatch(),
    ]
