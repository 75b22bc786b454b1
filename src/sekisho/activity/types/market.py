"""Words of the trading day."""

from typing import Literal, get_args

Phase = Literal["closed", "preopen", "morning", "lunch", "afternoon"]
PHASES: tuple[Phase, ...] = get_args(Phase)


class UnknownDayError(ValueError):
    """The day is outside the trading calendar that the product carries."""

    def __init__(self, *, day: str, first: str, last: str) -> None:
        """Name the day, the days known (all as ISO dates) and how to get more of them."""
        self.last = last
        super().__init__(
            f"{day} is outside the trading calendar, which knows {first} to {last}; to prolong it, update the package "
            "exchange-calendars and run: uv run python tools/pack_calendar.py --last YYYY-12-31"
        )
