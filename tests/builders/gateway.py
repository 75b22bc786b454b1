"""Files of events for replays."""

import json
from pathlib import Path

import msgspec

from builders.activity import ABROAD, STRANGE, Story
from sekisho.activity.types.events import Event
from sekisho.gateway.operations.replay import Replay
from sekisho.gateway.types.replay import ReplayPlan, Tally

RULEBOOK = Path(__file__).parents[2] / "rulebook"


def attack() -> Story:
    """Four customers with habits; then three of them are taken over, emptied, and buy one thin name."""
    story = Story().instrument()
    names = ("a1", "a2", "a3", "a4")
    for name in names:
        story.habit(account=name, session=name, device={"id": name})
        story.holdings(3_000_000, 2_000_000, account=name, session=None)
    for name in names[:3]:
        thief = {"account": name, "session": f"{name}x", "ip": ABROAD, "device": {**STRANGE, "id": f"{name}x"}}
        story.wait(minutes=2).login(factors=("password", "sms_otp"), **thief)
        story.order("sell", "7000", 3_000_000, **thief)
        story.wait(seconds=30).order("sell", "7001", 2_000_000, **thief)
        story.wait(seconds=30).order("buy", "6000", 4_800_000, **thief)
    story.wait(minutes=1).login(account="a4", session="a4", device={"id": "a4"})
    story.order("sell", "7000", 1_000_000, account="a4", session="a4", device={"id": "a4"})
    return story


def write(path: Path, events: list[Event], *extra: bytes) -> Path:
    """The events as NDJSON, then extra lines as they are."""
    path.write_bytes(
        b"".join(msgspec.json.encode(event) + b"\n" for event in events) + b"".join(line + b"\n" for line in extra)
    )
    return path


def plan(source: Path, out: Path, **more: object) -> ReplayPlan:
    """A replay by the default rulebook without a model."""
    return ReplayPlan(source=source, out=out, rulebook=RULEBOOK, **{"with_model": False, **more})


def unwatched(done: int, whole: int, lines: int) -> None:
    """Progress that nobody looks at."""


def run(planned: ReplayPlan) -> Tally:
    """Replay without a progress bar."""
    return Replay(planned).run(unwatched)


def verdicts(out: Path) -> list[tuple[str, str, str]]:
    """(account, event type, verdict) of each decision."""
    decisions = [json.loads(line) for line in out.read_bytes().splitlines()]
    return [(each["account"], each["type"], each["verdict"]) for each in decisions]
