import numpy as np
import pytest

from sekisho.simulation.operations.streams import stream
from sekisho.simulation.operations.world.instruments import FEWEST, MOST, NEVER_REAL, build
from sekisho.simulation.types.words import GROWTH, PRIME, STANDARD, TOKYO
from sekisho.simulation.types.world import Accounts, Instruments


@pytest.fixture(scope="module")
def market() -> Instruments:
    return build(stream(1, "instruments"), 200_000)


@pytest.mark.parametrize(("accounts", "count"), [(100, FEWEST), (40_000, 1_000), (10_000_000, MOST)])
def test_small_runs_have_fewer_names(accounts: Accounts, count: int) -> None:
    assert len(build(stream(1, "instruments"), accounts).symbols) == count


def test_small_runs_keep_thin_names() -> None:
    few = build(stream(1, "instruments"), 100)

    assert 0.2 < few.thin().mean() < 0.8


@pytest.mark.parametrize(
    ("segment", "median", "fifth"), [(GROWTH, 6.5e9, 1.76e9), (STANDARD, 8.2e9, 2.0e9), (PRIME, 100e9, 18e9)]
)
def test_capitalisations_follow_the_published_quantiles(
    market: Instruments, segment: int, median: float, fifth: float
) -> None:
    cap = market.cap[market.segment == segment]

    assert np.median(cap) == pytest.approx(median, rel=0.25)
    assert np.quantile(cap, 0.05) == pytest.approx(fifth, rel=0.4)


@pytest.mark.parametrize(("segment", "mean"), [(GROWTH, 209e6), (STANDARD, 51e6), (PRIME, 1808e6)])
def test_traded_values_follow_the_turnover_of_the_segments(market: Instruments, segment: int, mean: float) -> None:
    assert market.adv[market.segment == segment].mean() == pytest.approx(mean, rel=0.7)


def test_no_code_can_belong_to_a_listed_company(market: Instruments) -> None:
    tokyo = [symbol for symbol, where in zip(market.symbols, market.market, strict=True) if where == TOKYO]

    assert all(len(symbol) == 4 and symbol[1] in NEVER_REAL for symbol in tokyo)
    assert len(set(market.symbols)) == len(market.symbols)


def test_only_large_companies_have_the_fine_ticks(market: Instruments) -> None:
    assert (market.segment[market.fine] == PRIME).all()
    assert 0 < market.fine.sum() < len(market.fine) * 0.2
