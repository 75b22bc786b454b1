"""What an intruder works with on one day, and the things every way in needs."""

from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator

from sekisho.simulation.operations.days import signing
from sekisho.simulation.operations.days.crowding import Gatherings
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.operations.days.market import MarketDay
from sekisho.simulation.operations.world import devices as things
from sekisho.simulation.operations.world import lines
from sekisho.simulation.operations.world.building import World
from sekisho.simulation.types.truth import Hijack, Truth
from sekisho.simulation.types.words import ADD, CHANGE, FAILURE, SUCCESS
from sekisho.simulation.types.world import Ints, Words


@dataclass(slots=True)
class Scene:
    """One day as the intruders find it. ``present`` are the rows of honest visits, ``busy`` the accounts in use."""

    world: World
    diary: Diary
    market: MarketDay
    rng: Generator
    truth: Truth
    gatherings: Gatherings
    present: Ints
    busy: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Crew:
    """One group's means: its machines (cookies and browsers), kind of line, language, and one address it keeps.

    ``emulator`` is the browser all its emulated phones show.
    """

    cookies: list[int]
    agents: list[int]
    line: str
    locale: int
    address: int
    emulator: int


@dataclass(frozen=True, slots=True)
class Thing:
    """A machine an intruder signs in with."""

    cookie: int
    agent: int
    locale: int
    channel: int
    client: int = 0
    bound: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """A way in that worked: the visit, and from when on the intruder can act (ms of the day)."""

    visit: int
    time: int


def fresh(scene: Scene, groups: tuple[str, ...], *, channel: int, client: int = 0, locale: int = 0) -> Thing:
    """A machine never seen before, of the same make as honest ones."""
    agent = int(things.agents_of(scene.rng, groups, 1)[0])
    cookie = int(scene.world.counters.take("cookie", 1)[0])
    return Thing(cookie, agent, locale, channel, client)


def likeness(scene: Scene, victim: int) -> Thing:
    """A machine that shows the victim's own browser, language and program, under a new cookie."""
    device = int(scene.world.accounts.device[victim, 0])
    devices = scene.world.devices
    return Thing(
        cookie=int(scene.world.counters.take("cookie", 1)[0]),
        agent=int(devices.agent[device]),
        locale=int(devices.locale[device]),
        channel=int(devices.door[device]),
        client=int(devices.client[device]),
    )


def line(scene: Scene, kind: str) -> int:
    """An address of some kind of line."""
    return int(lines.address_in(scene.rng, kind, lines.block_of(scene.rng, kind, 1))[0])


def neighbour(scene: Scene, victim: int) -> int:
    """An address of the victim's own operator, in the same block as the home; over a carrier for homes with IPv6."""
    accounts = scene.world.accounts
    block = accounts.block[victim : victim + 1]
    found: Words = lines.carried(scene.rng, accounts.carrier[victim : victim + 1])
    if block[0] >= 0:
        found = lines.address_in(scene.rng, "residential", block)
    return int(found[0])


def open_visit(scene: Scene, victim: int, time: int, thing: Thing, address: int, factor: int) -> int:
    """A new visit of an intruder."""
    rows = scene.diary.visits.add(
        1,
        account=victim,
        at=time,
        session=scene.world.counters.take("session", 1),
        cookie=thing.cookie,
        agent=thing.agent,
        locale=thing.locale,
        bound=thing.bound,
        address=np.array([address], dtype=np.uint64),
        channel=thing.channel,
        client=thing.client,
        factor=factor,
        device=-1,
    )
    return int(rows[0])


def attempt(scene: Scene, visit: int, hijack: Hijack, time: int, outcome: int, failure: int = 0) -> None:
    """One try to sign in."""
    scene.diary.write(
        "login",
        np.array([max(0, time)]),
        visit=np.array([visit]),
        incident=hijack.number,
        outcome=outcome,
        failure=failure,
        factor=scene.diary.visits["factor"][visit],
    )


def get_in(scene: Scene, visit: int, hijack: Hijack, time: int) -> Access:
    """The try that worked, and the snapshot the firm shows after most logins."""
    attempt(scene, visit, hijack, time, SUCCESS)
    hijack.entered = True
    if scene.rng.random() < signing.SNAPSHOT:
        shown = np.array([time + int(scene.rng.integers(200, 2_500))])
        signing.show(scene.world, scene.diary, np.array([hijack.account]), shown)
    return Access(visit, time)


def fail(scene: Scene, visit: int, hijack: Hijack, time: int, failure: int) -> None:
    """A try that was refused."""
    attempt(scene, visit, hijack, time, FAILURE, failure)


def change(scene: Scene, visit: int, hijack: Hijack, time: int, field_: int, action: int = CHANGE) -> None:
    """An intruder changes a setting."""
    old, new = scene.rng.integers(1, 1 << 62, 2).tolist()
    scene.diary.write(
        "profile", np.array([time]), visit=np.array([visit]), incident=hijack.number, field=field_, action=action,
        old=0 if action == ADD else old, new=new,
    )  # fmt: skip


def at_hand(scene: Scene, after: int, until: int) -> int | None:
    """An account whose owner signed in between two times of the day and that no intruder has used yet."""
    visits, accounts = scene.diary.visits, scene.world.accounts
    rows = scene.present[(visits["at"][scene.present] > after) & (visits["at"][scene.present] <= until)]
    found = [
        who for who in visits["account"][rows].tolist() if who not in scene.truth.taken and accounts.quantity[who].any()
    ]
    return int(scene.rng.choice(np.array(found))) if found else None
