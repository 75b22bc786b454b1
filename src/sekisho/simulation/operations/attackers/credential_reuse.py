"""Stolen passwords used days later, tried on many accounts from the same lines."""

from sekisho.kernel.moments import MINUTE
from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.codes import stored
from sekisho.simulation.operations.attackers.crew import rush, visit
from sekisho.simulation.operations.attackers.scene import Access, Crew, Scene, fail
from sekisho.simulation.operations.attackers.variant import Variant
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import EMAIL, PASSWORD, WRONG_PASSWORD

OPENED_BY = (PASSWORD, EMAIL)
"""Accounts without a second factor, and those whose mailbox was stolen too."""
TESTED = 0.5
TRIED_BESIDE = 6.0
"""Mean number of other accounts on which stale passwords fail, for each one that opens."""


def enter(scene: Scene, crew: Crew, hijack: Hijack, time: int) -> Access | None:
    """The list is worked through until one opens."""
    _others(scene, crew, hijack, time)
    return stored(scene, visit(scene, crew, hijack.account, time), hijack, time, OPENED_BY)


def _others(scene: Scene, crew: Crew, hijack: Hijack, time: int) -> None:
    """Stale entries of the list: one or two wrong passwords each."""
    accounts = len(scene.world.accounts)
    for _ in range(min(int(scene.rng.poisson(TRIED_BESIDE)), accounts // 500)):
        account = int(scene.rng.integers(accounts))
        if account in scene.truth.taken:
            continue
        tried = scene.truth.open(account, "credential_reuse", hijack.campaign)
        tried.kind = "attempt"
        row = visit(scene, crew, account, time)
        for _again in range(int(scene.rng.integers(1, 3))):
            fail(scene, row, tried, time - rush(scene, 20, 900), WRONG_PASSWORD)


def before(scene: Scene, crew: Crew, hijack: Hijack, time: int) -> None:
    """Some try the key in the lock some days ahead and leave again."""
    if scene.rng.random() < TESTED:
        early = max(time - round(scene.rng.uniform(20, 300) * MINUTE), 7 * 60 * MINUTE)
        stored(scene, visit(scene, crew, hijack.account, early), hijack, early, OPENED_BY)


VARIANT = Variant(
    name="credential_reuse",
    title=Text("盗まれたパスワードの使い回し", "stolen passwords used later"),
    enter=enter,
    victims=OPENED_BY,
    before=before,
    lead=(1, 5),
)
