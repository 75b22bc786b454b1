"""From the sample to the figures: draw the bootstrap once, then fill every table from it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sekisho.kernel.moments import DAY, to_rfc3339
from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.rules.bootstrap import Weights, cluster_weights
from sekisho.simulation.rules.campaigns import course, justified, raids
from sekisho.simulation.rules.detection import delays, detection, worth
from sekisho.simulation.rules.friction import friction
from sekisho.simulation.rules.ranking import curve, groups, reliability, verdict_precision
from sekisho.simulation.rules.stories import EVERYTHING, Story, stories_of
from sekisho.simulation.rules.worth import Account, rank_rules
from sekisho.simulation.types.figures import About, AlertLoad, CampaignCourse, Figures, InputFile, Reliability
from sekisho.simulation.types.sample import HONEST, KINDS, SET_ASIDE, AlertSeen, Hijack, Sample

_YEAR = 365.25 * DAY
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to measure.

    ``since`` (ms): earlier decisions only warmed the profiles up and are not measured. ``accounts`` states how many
    accounts the brokerage has; without it those seen are taken. ``verdicts`` are those of the rules (``id@version``)
    as the rulebook tells them.
    """

    since: int | None = None
    seed: int = 1
    replicates: int = 200
    accounts: int | None = None
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)


def measure(sample: Sample, inputs: Sequence[InputFile], settings: Settings) -> Figures:
    """All figures of one sample. The same sample and seed give the same figures."""
    accounts = settings.accounts or sample.accounts
    weights = cluster_weights(np.random.default_rng(settings.seed), sample.accounts, settings.replicates)
    stories = stories_of(sample)
    span = sample.last - sample.first
    burden = friction(sample.columns, weights, customer_years=accounts * span / _YEAR)
    members = list(groups(sample.columns))
    loads = _loads(sample, accounts, span / DAY)
    return Figures(
        about=_about(sample, settings, accounts),
        inputs=tuple(inputs),
        detection=detection(stories, weights),
        worth=worth(stories, weights),
        delays=delays(stories, weights),
        friction=burden.table,
        honest_logins_challenged_one_in=burden.logins_challenged_one_in,
        honest_orders_held_per_10k=burden.orders_held,
        alerts=loads[:-1] if sample.alerts is not None else (),
        cases=loads[-1],
        campaigns=_campaigns(sample, stories),
        rules=rank_rules(_account(sample, stories, settings)),
        curves=tuple(curve(name, sample.columns, chosen, weights) for name, chosen in members),
        verdict_precision=tuple(
            row for name, chosen in members for row in verdict_precision(name, sample.columns, chosen, weights)
        ),
        reliability=_reliability(sample, weights),
    )


def _reliability(sample: Sample, weights: Weights) -> Reliability:
    chosen = dict(groups(sample.columns))[EVERYTHING]
    return reliability(sample.columns, chosen, weights)


def _about(sample: Sample, settings: Settings, accounts: int) -> About:
    owners = sample.columns.owners
    kinds = Counter(hijack.kind for hijack in sample.incidents)
    return About(
        decisions=len(owners), accounts=accounts, accounts_stated=settings.accounts is not None,
        start=to_rfc3339(sample.first), end=to_rfc3339(sample.last), days=(sample.last - sample.first) / DAY,
        bad_decisions=int((owners >= 0).sum()), incidents=kinds["hijack"], attempts=kinds["attempt"],
        beneficiaries=len(sample.beneficiaries), set_aside=int((owners == SET_ASIDE).sum()), warm_up=sample.warm_up,
        undecided=sample.undecided, unreadable_facts=sample.unreadable_facts, models=sample.models,
        rulebooks=sample.rulebooks, seed=settings.seed, replicates=settings.replicates,
    )  # fmt: skip


def _account(sample: Sample, stories: Sequence[Story], settings: Settings) -> Account:
    honest = sample.columns.kinds[sample.columns.owners == HONEST]
    return Account(
        stories=stories,
        honest=sample.honest,
        bad=sample.bad,
        shadow=sample.shadow,
        honest_events=np.bincount(honest, minlength=len(KINDS)).tolist(),
        read=settings.verdicts,
    )


def _loads(sample: Sample, accounts: int, days: float) -> tuple[AlertLoad, ...]:
    """Alerts by shape, all alerts together, and the cases that decisions asked for."""
    alerts = sample.alerts or ()
    shapes = sorted({alert.shape for alert in alerts})
    heaps = [(shape, [alert for alert in alerts if alert.shape == shape]) for shape in shapes]
    heaps += [(EVERYTHING, list(alerts)), ("case", list(sample.cases))]
    return tuple(_load(shape, alerts, sample, days, accounts) for shape, alerts in heaps)


def _load(shape: str, alerts: Sequence[AlertSeen], sample: Sample, days: float, accounts: int) -> AlertLoad:
    known: dict[str, list[Hijack]] = {account: [] for account in sample.beneficiaries}
    for hijack in sample.incidents:
        known.setdefault(hijack.account, []).append(hijack)
    symbols = frozenset(symbol for hijack in sample.incidents for symbol in hijack.symbols)
    verdicts: dict[str, bool] = {}
    for alert in alerts:
        right = bool(alert.accounts & sample.beneficiaries.keys()) or justified(alert, known, symbols)
        verdicts[alert.series] = verdicts.get(alert.series, False) or right
    a_day = len(verdicts) / days if days else 0.0
    return AlertLoad(
        shape=shape,
        alerts=len(verdicts),
        revisions=len(alerts) - len(verdicts),
        justified=sum(verdicts.values()) / len(verdicts) if verdicts else None,
        a_day=a_day,
        a_day_per_million=a_day / accounts * _MILLION if accounts else 0.0,
    )


def _campaigns(sample: Sample, stories: Iterable[Story]) -> tuple[CampaignCourse, ...]:
    return tuple(
        course(
            name,
            [story.hijack for story in raid],
            sorted((deed for story in raid for deed in story.deeds), key=lambda deed: deed.at),
            sample.alerts or (),
            frozenset(sample.beneficiaries_of(raid[0].hijack.campaign)),
        )
        for name, raid in sorted(raids(stories).items())
    )
