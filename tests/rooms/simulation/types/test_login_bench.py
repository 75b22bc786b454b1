"""Who attacks, and how often customers log in."""

from sekisho.kernel.moments import DAY
from sekisho.simulation.types.login_bench import ATTACKERS, NAIVE, PACES, TARGETED, VERY_TARGETED, VPN


def test_the_attackers_bear_the_published_names() -> None:
    assert [ATTACKERS[place] for place in (NAIVE, VPN, TARGETED, VERY_TARGETED)] == [
        "naive", "vpn", "targeted", "very_targeted",
    ]  # fmt: skip


def test_every_pace_leaves_room_for_a_history() -> None:
    assert all((pace.days + pace.past_days) * DAY >= 10 * pace.gap for pace in PACES)
