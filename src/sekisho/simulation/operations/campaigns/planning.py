"""Which raid happens on which day."""

from datetime import timedelta

import numpy as np

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.campaigns.catalogue import CAMPAIGNS, MIXED, MIXED_WEIGHTS, SCRIPTS
from sekisho.simulation.operations.campaigns.raid import Raid, plan
from sekisho.simulation.operations.campaigns.script import Script
from sekisho.simulation.operations.streams import stream
from sekisho.simulation.operations.world.building import World
from sekisho.simulation.queries.packed import trades_on
from sekisho.simulation.types.plan import Plan, PlanError
from sekisho.simulation.types.truth import Truth

SIZES, SIZE_SHARES = (1, 2, 4, 8), (0.35, 0.25, 0.25, 0.15)
MOST_OF_ALL = 0.05
"""No more than this share of the accounts is attacked in one raid."""
WITH_INSIDER, WITH_COMPANY = 0.3, 0.5


def check(wishes: Plan) -> None:
    """Refuse unknown campaigns, and spans in which no attack can happen.

    Raises:
        PlanError: a campaign is unknown, or the days hold no trading day.

    """
    for name in wishes.campaigns:
        if name not in CAMPAIGNS:
            raise PlanError(
                Text(
                    f"--campaign {name} はありません。指定できるもの: {', '.join(CAMPAIGNS)}",
                    f"--campaign {name} does not exist; choose from: {', '.join(CAMPAIGNS)}",
                )
            )
    if wishes.campaigns and not attack_days(wishes):
        raise PlanError(
            Text(
                "--start と --days の期間に取引所の営業日がありません。期間を延ばすか開始日を変えてください。",
                "--start and --days span no trading day; make the run longer or start on another day.",
            )
        )


def attack_days(wishes: Plan) -> list[int]:
    """Trading days after the quiet first third; the last trading day when none is left."""
    trading = [day for day in range(wishes.days) if trades_on(wishes.start + timedelta(days=day))]
    return [day for day in trading if day >= wishes.quiet_days] or trading[-1:]


def raids(world: World, truth: Truth) -> list[Raid]:
    """All raids of the run, in order of days."""
    found = []
    for name in world.plan.campaigns:
        found += _mixed(world, truth) if name == MIXED else _named(world, truth, SCRIPTS[name])
    return sorted(found, key=lambda raid: (raid.day, raid.time))


def _named(world: World, truth: Truth, script: Script) -> list[Raid]:
    """The raids of a script, one after the other over the days, from the first attack day on."""
    rng = stream(world.plan.seed, f"campaign {script.name}")
    days = attack_days(world.plan)
    most = max(1, int(len(world.accounts) * MOST_OF_ALL))
    found = []
    for place in range(script.raids):
        size = min(most, int(rng.integers(script.victims[0], script.victims[1] + 1)))
        found.append(plan(rng, world, truth, script, days[place % len(days) :], size))
    return found


def _mixed(world: World, truth: Truth) -> list[Raid]:
    """As many hijacked sessions as the rate asks for, in raids of one to eight; one at least."""
    rng = stream(world.plan.seed, "campaign mixed")
    days = attack_days(world.plan)
    logins = float(world.accounts.visits_a_day.sum() + world.accounts.aggregator.sum()) * len(days)
    wanted = max(1, int(rng.poisson(world.plan.rate * logins))) if world.plan.rate else 0
    found = []
    while wanted > 0:
        size = min(wanted, int(rng.choice(SIZES, p=SIZE_SHARES)))
        found.append(plan(rng, world, truth, _drawn(rng), days[int(rng.integers(len(days))) :], size))
        wanted -= size
    return found


def _drawn(rng: np.random.Generator) -> Script:
    """A raid of one or two ways in, with or without an insider at this firm."""
    names = list(MIXED_WEIGHTS)
    weights = np.array([MIXED_WEIGHTS[name] for name in names])
    first, second = rng.choice(names, size=2, p=weights / weights.sum())
    ways = {str(first): 0.8, str(second): 0.2} if first != second else {str(first): 1.0}
    insiders, company = rng.random(2) < (WITH_INSIDER, WITH_COMPANY)
    return Script(name=MIXED, title=Text("混合", "mixed"), ways=ways, insiders=int(insiders), company=bool(company))
