"""River keeps the same windows."""

from builders.activity import Story
from sekisho.project.river_windows import RiverWindows


def test_sums_of_a_window_fall_out_with_time() -> None:
    story = Story()
    story.order("sell", "7000", 3_000_000)
    story.wait(minutes=30).order("sell", "7000", 1_000_000)
    story.wait(minutes=45).order("sell", "7000", 500_000)
    river = RiverWindows()

    hours = [river.see(event)[1] for event in story.events]

    assert hours == [3_000_000.0, 4_000_000.0, 1_500_000.0]


def test_every_kind_of_event_with_windows_is_counted_and_others_are_not() -> None:
    story = Story()
    story.login("failure")
    story.by("cash", {"direction": "in", "method": "instant", "amount": 100})
    story.by("cash", {"direction": "out", "method": "transfer", "amount": 70})
    story.by("cancel", {"order": "o"})
    story.by("logout", {})
    story.login(ip=None, device=None)
    river = RiverWindows()

    counts = [len(river.see(event)) for event in story.events]

    assert counts == [12, 1, 1, 1, 0, 12]
