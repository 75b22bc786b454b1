"""What a run of the simulator is asked for."""

from dataclasses import dataclass
from datetime import date

from sekisho.kernel.texts import Text

MOST_ACCOUNTS = 20_000_000
MOST_DAYS = 1_000
MOST_PAST_DAYS = 365


class PlanError(ValueError):
    """A wish that cannot be fulfilled; ``text`` names the option and says what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A run, complete: the same plan gives the same bytes.

    ``days`` counts calendar days from ``start``. ``rate`` is the number of hijacked sessions for each honest login of
    the days on which attackers are about (campaign ``mixed`` only). ``past_days`` is the span before ``start`` over
    which thinned-out habits (enrolments, a few logins and orders an account) are told.

    Raises:
        PlanError: a number lies outside its bounds.

    """

    seed: int
    accounts: int
    days: int
    campaigns: tuple[str, ...] = ("mixed",)
    start: date = date(2025, 3, 17)
    rate: float = 1e-4
    past_days: int = 90

    def __post_init__(self) -> None:
        _between("--seed", self.seed, 0, 2**63 - 1)
        _between("--accounts", self.accounts, 50, MOST_ACCOUNTS)
        _between("--days", self.days, 1, MOST_DAYS)
        _between("--past-days", self.past_days, 0, MOST_PAST_DAYS)
        _between("--rate", self.rate, 0, 0.01)

    @property
    def quiet_days(self) -> int:
        """How many of the first days belong to honest customers alone: a third, rounded up, but never all."""
        return min(-(-self.days // 3), self.days - 1)


def _between(option: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise PlanError(
            Text(
                f"{option} は {low} から {high} の間で指定してください(指定値: {value})。",
                f"{option} must lie between {low} and {high}; it was {value}.",
            )
        )
