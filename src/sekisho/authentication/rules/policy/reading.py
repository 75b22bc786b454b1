"""Read a policy from its document of plain JSON: the policy as far as it could be read, and every mistake in it."""

from collections.abc import Mapping
from typing import NamedTuple

from sekisho.authentication.rules.policy import checks, conditions, segments, versions
from sekisho.authentication.rules.policy.fields import Fields, words_of
from sekisho.authentication.rules.policy.matching import CHANNELS
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import Binding, OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.policy import (
    ClientMinimum,
    Combination,
    Mode,
    OnMissing,
    OptOutTerms,
    Policy,
    RiskStep,
    Rule,
    Segment,
    Sunset,
)
from sekisho.authentication.types.policy_findings import Fault
from sekisho.authentication.types.policy_terms import OPT_OUT_DAYS
from sekisho.authentication.types.segments import EVERYBODY
from sekisho.kernel.digests import canonical, sha256_hex
from sekisho.kernel.texts import Text

ACRS = {"none": Acr.NONE, "pwd": Acr.PASSWORD, "mfa": Acr.MFA, "phr": Acr.PHR, "phrh": Acr.PHRH}
OPERATION_WORDS = words_of(OperationCode, str)
FACTOR_WORDS = words_of(FactorCode, str)
MODES = words_of(Mode, lambda mode: mode.word)
ON_MISSING = words_of(OnMissing, lambda each: each.word)
BINDINGS = words_of(Binding, str)
COMBINATIONS = words_of(Combination, str)
KEYS = ("title", "effective_from", "observing", "segment", "sunset", "risk", "client", "rule")
RULE_KEYS = (
    "id", "operation", "segment", "channels", "condition", "unknown_matches", "acr", "factors", "combination", "count",
    "binding", "max_age_s", "profile", "mode", "enforce_from", "grace_days", "max_skips", "on_missing", "opt_out",
    "interim", "interim_until", "interim_controls", "hold_hours", "refs",
)  # fmt: skip
SUNSET_KEYS = ("factor", "operations", "announced", "stop_enrol", "stop_use", "replacement", "reason")
_DAY_S, _YEAR, _WEEK_H = 86_400, 366, 168


class Reading(NamedTuple):
    """The policy as far as it could be read, and what is wrong. A policy with faults must not judge anything."""

    policy: Policy
    faults: tuple[Fault, ...]


def read_policy(document: Mapping[str, object], *, version: int = 0) -> Reading:
    """Read a document of plain JSON (dates as texts).

    Args:
        document: the policy's whole content.
        version: the number it was published under; 0 for a draft.

    """
    fields = Fields(document)
    fields.only(KEYS)
    policy = Policy(
        title=fields.both("title"),
        effective_from=fields.instant("effective_from"),
        observing=fields.flag("observing", fallback=False),
        segments=_segments(fields),
        sunsets=tuple(read_sunset(row) for row in fields.rows("sunset")),
        risk=tuple(_risk(row) for row in fields.rows("risk")),
        clients=tuple(_client(row) for row in fields.rows("client")),
        rules=tuple(_rule(row) for row in fields.rows("rule")),
        version=version,
        digest=digest_of(document),
    )
    found = tuple(fields.faults)
    return Reading(policy, found or checks.contradictions(policy))


def digest_of(document: Mapping[str, object]) -> str:
    """SHA-256 over the canonical JSON of a document, hexadecimal."""
    return sha256_hex(canonical(document))


def read_sunset(row: Fields) -> Sunset:
    """The end of a factor."""
    row.only(SUNSET_KEYS)
    return Sunset(
        factor=row.word("factor", FACTOR_WORDS),
        operations=row.words("operations", OPERATION_WORDS),
        announced=row.instant("announced"),
        stop_enrol=row.instant("stop_enrol"),
        stop_use=row.instant("stop_use"),
        replacement=row.word("replacement", FACTOR_WORDS),
        reason=row.both("reason"),
    )


def _segments(fields: Fields) -> tuple[Segment, ...]:
    everybody = Segment(code=EVERYBODY, label=Text("すべてのお客さま", "All customers"))
    return (everybody, *(_segment(row) for row in fields.rows("segment")))


def _segment(row: Fields) -> Segment:
    row.only(("code", "label", "where", "priority"))
    where = row.table.get("where", {})
    found = segments.faults(where, key=row.at("where"))
    row.faults.extend(found)
    return Segment(
        code=row.text("code"),
        label=row.both("label"),
        where=where if isinstance(where, Mapping) and not found else {},
        priority=row.whole("priority", least=0, most=1_000, fallback=0),
    )


def _risk(row: Fields) -> RiskStep:
    row.only(("score", "operations", "acr", "max_age_s", "deny"))
    return RiskStep(
        score=row.share("score"),
        operations=row.words("operations", OPERATION_WORDS),
        acr=row.word("acr", ACRS, fallback=Acr.NONE),
        max_age_s=_seconds(row),
        deny=row.flag("deny", fallback=False),
    )


def _client(row: Fields) -> ClientMinimum:
    row.only(("channel", "program", "version", "since", "advice"))
    version = row.text("version")
    if version and versions.parsed(version) is None:
        row.fault("version", "policy:client:version")
    return ClientMinimum(
        channel=_channel(row, "channel", row.text("channel")),
        program=row.text("program"),
        version=version,
        since=row.instant("since"),
        advice=row.both("advice"),
    )


def _rule(row: Fields) -> Rule:
    row.only(RULE_KEYS)
    condition = row.table_of("condition")
    found = conditions.faults(condition, key=row.at("condition"))
    row.faults.extend(found)
    return Rule(
        id=row.text("id"),
        operation=row.word("operation", OPERATION_WORDS),
        segment=row.text("segment", fallback=EVERYBODY),
        channels=frozenset(_channel(row, "channels", each) for each in row.names("channels")),
        condition={} if found else condition,
        unknown_matches=row.flag("unknown_matches", fallback=True),
        acr=row.word("acr", ACRS),
        factors=row.words("factors", FACTOR_WORDS),
        combination=row.word("combination", COMBINATIONS, fallback=Combination.ANY),
        count=row.whole("count", least=1, most=len(FactorCode), fallback=1),
        binding=row.word("binding", BINDINGS, fallback=Binding.NONE),
        max_age_s=_seconds(row),
        profile=row.text("profile", fallback=""),
        mode=row.word("mode", MODES),
        enforce_from=row.instant("enforce_from"),
        grace_days=row.whole("grace_days", least=0, most=_YEAR, fallback=0),
        max_skips=row.whole("max_skips", least=0, most=1_000) if "max_skips" in row.table else None,
        on_missing=row.word("on_missing", ON_MISSING, fallback=OnMissing.ENROL),
        opt_out=_opt_out(row),
        interim=row.words("interim", FACTOR_WORDS),
        interim_until=row.moment("interim_until", required=False),
        interim_controls=row.names("interim_controls"),
        hold_hours=row.whole("hold_hours", least=0, most=_WEEK_H, fallback=0),
        refs=tuple(sorted(row.names("refs"))),
    )


def _opt_out(row: Fields) -> OptOutTerms | None:
    inner = row.inner("opt_out")
    if inner is None:
        return None
    inner.only(("alternatives", "controls", "valid_days"))
    return OptOutTerms(
        alternatives=inner.words("alternatives", FACTOR_WORDS),
        controls=inner.names("controls"),
        valid_days=inner.whole("valid_days", least=1, most=_YEAR, fallback=OPT_OUT_DAYS),
    )


def _seconds(row: Fields) -> int | None:
    return row.whole("max_age_s", least=1, most=_DAY_S) if "max_age_s" in row.table else None


def _channel(row: Fields, name: str, channel: str) -> str:
    if channel not in CHANNELS:
        row.fault(name, "policy:channel:unknown", known=", ".join(CHANNELS))
    return channel
