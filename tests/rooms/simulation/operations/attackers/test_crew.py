from tests.builders.simulation import scene, world

from sekisho.simulation.operations.attackers.crew import FOREIGN_LOCALE, JAPANESE_LOCALES, address, hire, machine, rush
from sekisho.simulation.operations.attackers.scene import Crew, Scene
from sekisho.simulation.types.words import APP, WEB


def crews(count: int = 60) -> tuple[Scene, list[Crew]]:
    stage = scene(world())
    return stage, [hire(stage) for _ in range(count)]


def test_crews_differ_in_means_and_only_some_abroad_forget_the_language() -> None:
    _, hired = crews()

    assert {crew.line for crew in hired} == {"hosting", "rented", "abroad", "residential"}
    assert len({len(crew.cookies) for crew in hired}) > 2
    for crew in hired:
        assert crew.locale in JAPANESE_LOCALES or (crew.locale == FOREIGN_LOCALE and crew.line in {"rented", "abroad"})


def test_machines_are_reused_or_made_for_the_victim() -> None:
    stage, (crew, *_) = crews(1)
    things = [machine(stage, crew, 5) for _ in range(60)]

    reused = [thing for thing in things if thing.cookie in crew.cookies]
    assert 5 < len(reused) < 40
    assert {thing.channel for thing in things} == {APP, WEB}


def test_a_tool_is_not_imitated() -> None:
    stage, (crew, *_) = crews(1)
    device = stage.world.accounts.device[5, 0]
    stage.world.devices.door[device] = 2

    assert all(machine(stage, crew, 5).channel in {APP, WEB} for _ in range(40))


def test_addresses_change_but_some_are_kept() -> None:
    stage, hired = crews()
    crew = next(crew for crew in hired if crew.line == "residential")
    found = [address(stage, crew, 5) for _ in range(60)]

    assert 5 < found.count(crew.address) < 40
    assert len(set(found)) > 20


def test_waits_lie_between_their_bounds() -> None:
    stage = scene(world())

    assert all(5_000 <= rush(stage, 5, 50) <= 50_000 for _ in range(50))
