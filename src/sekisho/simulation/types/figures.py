"""The figures of an evaluation, as ``figures.json`` has them. Shares lie in [0, 1], money is whole yen."""

from msgspec import Struct


class Interval(Struct, frozen=True):
    """A figure with its 95 % interval; ``None`` where there is nothing to divide by.

    Where only a bound can be told, ``value`` is ``None`` and ``low`` and ``high`` are set.
    """

    value: float | None
    low: float | None
    high: float | None


class InputFile(Struct, frozen=True, kw_only=True):
    """How one input was read. ``reasons`` counts the refused lines by what was wrong."""

    name: str
    lines: int
    refused: int
    reasons: dict[str, int]


class About(Struct, frozen=True, kw_only=True):
    """What was measured. ``set_aside`` counts decisions about beneficiaries' own accounts, ``warm_up`` those before.

    ``undecided`` counts labelled events without a decision (cancels, executions and the like are not decided).
    """

    decisions: int
    accounts: int
    accounts_stated: bool
    start: str
    end: str
    days: float
    bad_decisions: int
    incidents: int
    attempts: int
    beneficiaries: int
    set_aside: int
    warm_up: int
    undecided: int
    unreadable_facts: int
    models: tuple[str, ...]
    rulebooks: tuple[str, ...]
    seed: int
    replicates: int


class Detection(Struct, frozen=True, kw_only=True):
    """What was noticed of one way of attack: any verdict stricter than allow, and hold or deny alone."""

    variant: str
    events: int
    sessions: int
    incidents: int
    events_noticed: Interval
    events_held: Interval
    sessions_noticed: Interval
    incidents_noticed: Interval


class Friction(Struct, frozen=True, kw_only=True):
    """What honest customers bear by kind of event: per 10,000 events, and per customer and year."""

    kind: str
    events: int
    challenged: Interval
    held: Interval
    denied: Interval
    challenged_a_year: Interval
    stopped_a_year: Interval


class AlertLoad(Struct, frozen=True, kw_only=True):
    """Alerts of one shape. ``justified`` is the share that names an account or symbol of a labelled incident."""

    shape: str
    alerts: int
    revisions: int
    justified: float | None
    a_day: float
    a_day_per_million: float


class Worth(Struct, frozen=True, kw_only=True):
    """Value of one way of attack and the share of it that was stopped, by three readings of the word.

    ``strict``: the event's own verdict was hold or deny. ``own``: or a step-up the intruder cannot answer.
    ``chain``: or an earlier login or freeze of the same incident already stood in the way.
    """

    variant: str
    incidents: int
    at_risk: int
    lost: int
    strict: Interval
    own: Interval
    chain: Interval
    lost_strict: Interval
    lost_own: Interval
    lost_chain: Interval
    releasable: int
    unvalued: int


class Delay(Struct, frozen=True, kw_only=True):
    """Minutes from the first bad event of an incident to the first decision that stops the intruder."""

    variant: str
    incidents: int
    stopped: Interval
    at_once: float | None
    median: Interval
    ninth_decile: Interval


class CampaignCourse(Struct, frozen=True, kw_only=True):
    """How far a campaign had come. Shares are of the value of its buy orders; ``None`` when nothing came at all."""

    campaign: str
    accounts: int
    value: int
    before_alert: float | None
    before_hold: float | None
    before_either: float | None
    minutes_to_alert: float | None
    minutes_to_hold: float | None
    in_time: bool


class RuleWorth(Struct, frozen=True, kw_only=True):
    """What a rule is for. ``saved``: yen no longer stopped when it alone is left out, by the readings own and chain.

    ``unique``: bad events on which no other rule fired. ``honest_extra``: honest events whose verdict would be milder
    without it, per 10,000 honest events of the kinds it judges. ``verdict_read`` is false when the verdict
    was inferred from the decisions rather than read from the rulebook.
    """

    rank: int
    rule: str
    verdict: str
    verdict_read: bool
    bad_hits: int
    unique: int
    saved_own: int
    saved_chain: int
    saved_share: float | None
    honest_hits: int
    honest_extra: int
    honest_extra_per_10k: float | None
    shadow: bool


class Point(Struct, frozen=True, kw_only=True):
    """One threshold of the score: who lies at or above it, and the precision at each base rate."""

    threshold: float
    recall: Interval
    honest_share: Interval
    precision: tuple[Interval, ...]


class Curve(Struct, frozen=True, kw_only=True):
    """How well the score ranks, over one group of events. ``base_rates`` are honest events for one bad one."""

    group: str
    bad: int
    honest: int
    area: Interval
    base_rates: tuple[int, ...]
    points: tuple[Point, ...]


class VerdictPrecision(Struct, frozen=True, kw_only=True):
    """Of the events that got at least this verdict, the share that is bad, at each base rate."""

    group: str
    verdict: str
    recall: Interval
    honest_share: Interval
    base_rates: tuple[int, ...]
    precision: tuple[Interval, ...]


class ReliabilityBin(Struct, frozen=True, kw_only=True):
    """Decisions whose score lies in [low, high): mean score against the share that is bad."""

    low: float
    high: float
    decisions: int
    bad: int
    mean_score: float
    share: Interval


class Reliability(Struct, frozen=True, kw_only=True):
    """Calibration of the score as simulated. ``gap`` is the expected calibration error, ``brier`` the Brier score."""

    brier: Interval
    gap: Interval
    bins: tuple[ReliabilityBin, ...]


class Figures(Struct, frozen=True, kw_only=True):
    """All figures of one evaluation."""

    about: About
    inputs: tuple[InputFile, ...]
    detection: tuple[Detection, ...]
    worth: tuple[Worth, ...]
    delays: tuple[Delay, ...]
    friction: tuple[Friction, ...]
    honest_logins_challenged_one_in: Interval
    honest_orders_held_per_10k: Interval
    alerts: tuple[AlertLoad, ...]
    cases: AlertLoad
    campaigns: tuple[CampaignCourse, ...]
    rules: tuple[RuleWorth, ...]
    curves: tuple[Curve, ...]
    verdict_precision: tuple[VerdictPrecision, ...]
    reliability: Reliability
