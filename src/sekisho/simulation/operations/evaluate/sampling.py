"""Reading the decisions: every one becomes a few numbers in columns, a bad one is also kept whole.

One pass, a dozen bytes a decision and one dictionary entry an account, so ten million decisions fit in memory.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from struct import Struct
from typing import Annotated, Literal

import msgspec
import numpy as np
from msgspec import Meta, Raw

from sekisho.activity.types.facts import CATALOGUE, CATALOGUE_HASH, Value
from sekisho.kernel.moments import from_rfc3339, jst_day, to_rfc3339
from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.operations.evaluate.context import AlertLine
from sekisho.simulation.operations.evaluate.lines import Source, lines_of
from sekisho.simulation.types.sample import (
    ANYTHING,
    CASH,
    HONEST,
    KINDS,
    LOGIN,
    LOGIN_FAILED,
    ORDER,
    PROFILE,
    SET_ASIDE,
    TRANSFER,
    UNKNOWN_VARIANT,
    AlertSeen,
    Columns,
    Deed,
    Firing,
    Hijack,
    Labels,
    Sample,
)

_KINDS = {name: place for place, name in enumerate(KINDS)}
_VERDICTS = {verdict.word: verdict for verdict in Verdict}
_PLACES = {
    kind: {fact.name: place for place, fact in enumerate(fact for fact in CATALOGUE if kind in fact.events)}
    for kind in ("login", "factor", "profile", "cash", "order", "transfer")
}
_SUCCESS = b'"success"'
_LATEST = "9999"
_NUMBERS = {verdict.word: int(verdict) for verdict in Verdict}
_ROW = np.dtype([("clusters", "<u4"), ("owners", "<i4"), ("scores", "<f4"), ("kinds", "u1"), ("verdicts", "u1")])
_PACK = Struct("<IifBB").pack
_EMPTY = b"[]"
_NO_FACTS: Mapping[str, Value] = {}


class _Reason(msgspec.Struct, frozen=True, gc=False):
    rule: str


class _Obligation(msgspec.Struct, frozen=True):
    do: str
    acr: str = ""
    scope: tuple[str, ...] = ()


class _Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What the evaluation needs of a decision."""

    kind: Literal["decision"]
    event: str
    account: str
    at: str
    verdict: Literal["allow", "step_up", "hold", "deny"]
    score: Annotated[float, Meta(ge=0, le=1)]
    type: Literal["login", "factor", "profile", "cash", "order", "transfer"]
    reasons: tuple[_Reason, ...] = ()
    obligations: Raw = Raw(_EMPTY)
    facts: Raw = Raw(_EMPTY)
    catalogue: str = CATALOGUE_HASH
    shadow: tuple[str, ...] = ()
    budget: tuple[str, ...] = ()
    override: Raw = Raw(_EMPTY)
    model: str = ""
    rulebook: str = ""


class _Sampler:
    """The sample while it is read."""

    def __init__(self, labels: Labels, sessions: Mapping[str, str], since: int | None) -> None:
        self._labels, self._sessions = labels, sessions
        self._since = "" if since is None else to_rfc3339(since)
        self._began = since or 0
        self._numbers: dict[str, int] = {}
        self._rows = bytearray()
        self._first, self._last = _LATEST, ""
        self._model: str | None = None
        self._rulebook: str | None = None
        self.versions: set[tuple[str, str]] = set()
        self._made: dict[str, int] = {}
        self._incidents = list(labels.incidents)
        self._read_facts: Callable[[Raw], list[Value]] = msgspec.json.Decoder(list[Value]).decode
        self._read_obligations = msgspec.json.Decoder(tuple[_Obligation, ...]).decode
        self.deeds: list[Deed] = []
        self.honest: Counter[Firing] = Counter()
        self.bad: Counter[Firing] = Counter()
        self.shadow: dict[str, list[int]] = {}
        self.cases: list[AlertSeen] = []
        self.unreadable = 0
        self.warm_up = 0

    def take(self, decision: _Decision) -> None:
        """Take one decision in. Ten million pass here, so honest ones without a reason leave soon."""
        at, account = decision.at, decision.account
        if at < self._since:
            self.warm_up += 1
            return
        kind = _KINDS[decision.type]
        if kind == LOGIN and not self._succeeded(decision):
            kind = LOGIN_FAILED
        cluster = self._numbers.setdefault(account, len(self._numbers))
        owner = HONEST
        if decision.event in self._labels.bad:
            owner = self._owner(decision)
            self.deeds.append(self._deed(decision, owner, cluster, kind))
        elif account in self._labels.beneficiaries:
            owner = SET_ASIDE
        self._rows += _PACK(cluster, owner, decision.score, kind, _NUMBERS[decision.verdict])
        self._pass(decision, at)
        if owner != SET_ASIDE and (decision.reasons or decision.shadow):
            self._note(decision, owner, kind)

    def _pass(self, decision: _Decision, at: str) -> None:
        """Keep the span and the versions that decided."""
        if at > self._last:  # noqa: PLR1730 - a call costs more than the comparison, ten million times
            self._last = at
        if at < self._first:  # noqa: PLR1730 - as above
            self._first = at
        if decision.model != self._model or decision.rulebook != self._rulebook:
            self._model, self._rulebook = decision.model, decision.rulebook
            self.versions.add((self._model, self._rulebook))

    def _succeeded(self, decision: _Decision) -> bool:
        """Whether a login succeeded. Of all its facts only the outcome can be this word."""
        facts = bytes(decision.facts)
        if facts == _EMPTY or decision.catalogue != CATALOGUE_HASH:
            return True
        return _SUCCESS in facts

    def _note(self, decision: _Decision, owner: int, kind: int) -> None:
        """Count the rules that fired, and the work a decision with reasons asks for."""
        if decision.reasons:
            verdict = _VERDICTS[decision.verdict]
            undisturbed = not decision.budget and bytes(decision.override) == _EMPTY
            rules = tuple(reason.rule for reason in decision.reasons)
            (self.honest if owner == HONEST else self.bad)[Firing(kind, verdict, rules, undisturbed)] += 1
        for rule in decision.shadow:
            self.shadow.setdefault(rule, [0, 0])[owner == HONEST] += 1
        if b'"open_case"' in bytes(decision.obligations):
            self.cases.append(_case(decision))

    def _owner(self, decision: _Decision) -> int:
        """The incident of a bad event; one is made up for an account whose bad events name none."""
        place = self._labels.bad[decision.event]
        if place is not None:
            return place
        at = from_rfc3339(decision.at)
        for place, hijack in enumerate(self._labels.incidents):
            if hijack.account == decision.account and hijack.start <= at <= hijack.end:
                return place
        return self._made_up(decision.account, at)

    def _made_up(self, account: str, at: int) -> int:
        place = self._made.setdefault(account, len(self._incidents))
        if place == len(self._incidents):
            hijack = Hijack(
                number=-1, account=account, kind="hijack", variant=UNKNOWN_VARIANT, campaign="", start=at, end=at,
                value_lost=0, value_at_risk=0, can_answer=ANYTHING, symbols=(),
            )  # fmt: skip
            self._incidents.append(hijack)
        return place

    def _deed(self, decision: _Decision, owner: int, cluster: int, kind: int) -> Deed:
        facts, obligations = self._facts(decision), self._read_obligations(decision.obligations)
        asked = {obligation.acr for obligation in obligations if obligation.do == "challenge"}
        frozen = (obligation.scope for obligation in obligations if obligation.do == "freeze")
        return Deed(
            event=decision.event, incident=owner, cluster=cluster, at=from_rfc3339(decision.at), kind=kind,
            verdict=_VERDICTS[decision.verdict], rules=tuple(reason.rule for reason in decision.reasons),
            asks="phrh" if "phrh" in asked else "phr" if "phr" in asked else "",
            freezes=frozenset(word for scope in frozen for word in scope),
            covered_by=_covered_by(kind, facts), value=_value(kind, facts), buys=facts.get("side") == "buy",
            session=self._sessions.get(decision.event),
        )  # fmt: skip

    def _facts(self, decision: _Decision) -> Mapping[str, Value]:
        """Facts by name; none when the decision was made with another catalogue than this release's."""
        values = self._read_facts(decision.facts)
        places = _PLACES[decision.type]
        if decision.catalogue != CATALOGUE_HASH or len(values) != len(places):
            self.unreadable += 1
            return _NO_FACTS
        return dict(zip(places, values, strict=True))

    def finish(self, alerts: list[AlertSeen] | None) -> Sample:
        """Everything that was read."""
        rows = np.frombuffer(self._rows, dtype=_ROW)
        columns = Columns(**{name: np.ascontiguousarray(rows[name]) for name in _ROW.names or ()})
        return Sample(
            columns=columns, incidents=tuple(self._incidents), beneficiaries=self._labels.beneficiaries,
            deeds=tuple(sorted(self.deeds, key=lambda deed: deed.at)), honest=self.honest, bad=self.bad,
            shadow={rule: (bad, honest) for rule, (bad, honest) in self.shadow.items()},
            alerts=None if alerts is None else tuple(alert for alert in alerts if alert.at >= self._began),
            accounts=len(self._numbers), first=_moment(self._first), last=_moment(self._last),
            models=tuple(sorted({model for model, _ in self.versions})),
            rulebooks=tuple(sorted({rulebook for _, rulebook in self.versions})),
            undecided=len(self._labels.bad) - len({deed.event for deed in self.deeds}),
            unreadable_facts=self.unreadable, warm_up=self.warm_up, cases=tuple(self.cases),
        )  # fmt: skip


def read_decisions(
    source: Source,
    *,
    labels: Labels,
    sessions: Mapping[str, str],
    alerts: list[AlertSeen] | None = None,
    since: int | None = None,
) -> Sample:
    """Read ``decisions.ndjson`` against the labels; alerts between the decisions are taken too.

    Moments of decisions are compared as text: Sekisho writes them all in JST with milliseconds.

    Args:
        source: the file.
        labels: the truth.
        sessions: the session of each bad event, as far as it is known.
        alerts: alerts that were read before, if any were; those of this file are added.
        since: decisions before this moment (ms) are counted, but not measured.

    Raises:
        UnreadableFileError: the file cannot be opened or unpacked.

    """
    sampler = _Sampler(labels, sessions, since)
    decode = msgspec.json.Decoder(_Decision).decode
    alert = msgspec.json.Decoder(AlertLine).decode
    for line in lines_of(source):
        try:
            sampler.take(decode(line))
        except ValueError as error:
            if b'"kind":"alert"' not in line:
                source.refuse(error)
                continue
            try:
                alerts = [*(alerts or ()), alert(line).seen()]
            except ValueError as second:
                source.refuse(second)
    return sampler.finish(alerts)


def _covered_by(kind: int, facts: Mapping[str, Value]) -> frozenset[str]:
    """The freeze scopes under which this event would have been refused."""
    words = {"api"} if facts.get("channel") == "api" else set()
    if kind == LOGIN:
        words.add("login")
    elif kind == ORDER:
        words |= {"order", "buy"} if facts.get("side") == "buy" else {"order"}
    elif kind == CASH and facts.get("direction") == "out":
        words.add("withdrawal")
    elif kind == TRANSFER:
        words.add("transfer")
    elif kind == PROFILE and facts.get("field") == "bank_account":
        words.add("bank_change")
    return frozenset(words)


def _value(kind: int, facts: Mapping[str, Value]) -> int | None:
    """Yen that leave the customer's holdings: a buy order's value, a withdrawal's amount."""
    value = None
    if kind == ORDER and facts.get("side") == "buy":
        value = facts.get("order_value")
    elif kind == CASH and facts.get("direction") == "out":
        value = facts.get("amount")
    return round(value) if isinstance(value, int | float) else None


def _case(decision: _Decision) -> AlertSeen:
    """Cases of one account on one day are one piece of work."""
    at = from_rfc3339(decision.at)
    return AlertSeen(
        series=f"{decision.account} {jst_day(at)}", shape="case", at=at, accounts=frozenset({decision.account}),
        symbol=None,
    )  # fmt: skip


def _moment(text: str) -> int:
    return 0 if text in {"", _LATEST} else from_rfc3339(text)
