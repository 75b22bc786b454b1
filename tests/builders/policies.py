"""Policies, questions and customers as a policy sees them; every builder takes what the test is about."""

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st
from tests.builders.signing_in import staff

from sekisho.authentication.operations.policies import approve, draft, publish, review
from sekisho.authentication.queries.policy_files import DEFAULT_PATHS, DEFAULT_POLICY
from sekisho.authentication.rules.policy.loading import plain
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OPERATIONS, Binding, OperationCode
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.policy import (
    Combination,
    EnrolmentView,
    Held,
    Mode,
    OnMissing,
    OptOutTerms,
    OptOutView,
    Policy,
    Question,
    RiskStep,
    Rule,
    Segment,
    Standing,
    Sunset,
)
from sekisho.authentication.types.policy_versions import PolicyVersion
from sekisho.kernel.moments import DAY, from_rfc3339
from sekisho.kernel.texts import Text

AT = from_rfc3339("2027-07-01T10:00:00+09:00")
"""A morning on which everything in the shipped policy is in force."""
FIRM = Text("見本証券", "Sample Securities")
WHY = Text("理由", "a reason")
Op, F = OperationCode, FactorCode
ALL = Segment(code="all", label=Text("全員", "everybody"))
CORPORATE = Segment(code="corporate", label=Text("法人", "companies"), where={"fact": "person", "is": "corporate"})
PHR = tuple(factor for factor in F if FACTORS[factor].phishing_resistant)
MFA = tuple(factor for factor in F if FACTORS[factor].acr is Acr.MFA)


def a_rule(operation: OperationCode = Op.WITHDRAW, **changes: Any) -> Rule:
    """A rule that binds everybody to a phishing-resistant proof."""
    usual: dict[str, Any] = {
        "id": changes.get("id", operation.value),
        "operation": operation,
        "acr": Acr.PHR,
        "mode": Mode.ENFORCE_ALL,
        "enforce_from": AT - 30 * DAY,
        "binding": OPERATIONS[operation].floor_binding,
    }
    return Rule(**{**usual, **changes})


def a_policy(*rules: Rule, **changes: Any) -> Policy:
    """A policy of these rules."""
    usual = {"title": WHY, "effective_from": AT - 60 * DAY, "segments": (ALL, CORPORATE), "version": 7, "digest": "d7"}
    return Policy(**{**usual, "rules": rules, **changes})


def holding(factor: FactorCode = F.PASSKEY_SYNCED, **changes: Any) -> Held:
    """An old authenticator that its owner has used."""
    return Held(**{"authenticator": factor.value, "factor": factor, "created": AT - 90 * DAY, **changes})


def proved(*factors: FactorCode, ago: int = 1_000, at: int = AT, **changes: Any) -> Standing:
    """A proof just given with these factors for the content "c" on the device "d"."""
    usual = {
        "acr": max((FACTORS[factor].acr for factor in factors), default=Acr.NONE),
        "auth_time": at - ago,
        "factors": frozenset(factors),
        "authenticators": frozenset(factor.value for factor in factors),
        "device": "d",
        "content": "c",
    }
    return Standing(**{**usual, **changes})


def a_question(operation: OperationCode = Op.WITHDRAW, *factors: FactorCode, **changes: Any) -> Question:
    """Somebody who holds these factors asks to do something; he has proved nothing yet."""
    held = tuple(holding(factor) for factor in factors)
    usual = {"operation": operation, "at": AT, "held": held, "device": "d", "content": "c"}
    return Question(**{**usual, **changes})


def an_opt_out(*operations: OperationCode, **changes: Any) -> OptOutView:
    """A valid opt-out with an authenticator app instead."""
    usual = {
        "id": "oo_1",
        "operations": frozenset(operations or {Op.LOGIN}),
        "alternatives": frozenset({F.TOTP}),
        "valid_from": AT - DAY,
        "valid_until": AT + DAY,
    }
    return OptOutView(**{**usual, **changes})


def a_sunset(factor: FactorCode = F.EMAIL_OTP, **changes: Any) -> Sunset:
    """A factor that ended yesterday."""
    usual = {
        "factor": factor,
        "announced": AT - 90 * DAY,
        "stop_enrol": AT - 30 * DAY,
        "stop_use": AT - DAY,
        "replacement": F.PASSKEY_SYNCED,
        "reason": WHY,
    }
    return Sunset(**{**usual, **changes})


def terms(*factors: FactorCode) -> OptOutTerms:
    """Terms of declining."""
    return OptOutTerms(alternatives=frozenset(factors or {F.TOTP}), controls=frozenset({"lower_limits"}))


def document(**changes: object) -> dict[str, Any]:
    """The shipped policy as plain JSON, with other top-level values."""
    content = plain(tomllib.loads(DEFAULT_POLICY.read_text(encoding="utf-8")))
    assert isinstance(content, Mapping)
    return {**deepcopy(dict(content)), **changes}


def with_rule(identifier: str, **changes: object) -> dict[str, Any]:
    """The shipped policy with one rule changed; None takes a key away."""
    content = document()
    (row,) = [row for row in content["rule"] if row["id"] == identifier]
    row.update(changes)
    for name in [name for name, value in changes.items() if value is None]:
        del row[name]
    return content


def place_of(identifier: str) -> int:
    """The number of a rule in the shipped policy."""
    return [row["id"] for row in document()["rule"]].index(identifier)


def policy_text() -> str:
    """The shipped policy's file."""
    return DEFAULT_POLICY.read_text(encoding="utf-8")


def paths_text() -> str:
    """The shipped list of ways in."""
    return DEFAULT_PATHS.read_text(encoding="utf-8")


def people() -> None:
    """The members of staff who make policies here."""
    for name in ("author", "reviewer", "one", "two", "three"):
        staff(name)


def drafted(
    identifier: str = "po_1", *, effective: str = "2027-08-01", at: int = AT, **changes: object
) -> PolicyVersion:
    """A draft by ``staff:author``; the staff must be registered (``people``)."""
    content = document(effective_from=effective, **changes)
    return draft(identifier=identifier, document=content, author="staff:author", reason=WHY, at=at)


def approved(identifier: str = "po_1", *, at: int = AT, **changes: Any) -> PolicyVersion:
    """A version that two people approved."""
    drafted(identifier, at=at, **changes)
    review(version=identifier, by="staff:reviewer", impact={"questions": 0}, at=at + 1)
    approve(version=identifier, by="staff:one", evidence=f"ev_{identifier}_1", at=at + 2)
    return approve(version=identifier, by="staff:two", evidence=f"ev_{identifier}_2", at=at + 3)


def published(identifier: str = "po_1", *, at: int = AT, **changes: Any) -> PolicyVersion:
    """A version that was published."""
    approved(identifier, at=at, **changes)
    return publish(version=identifier, by="staff:reviewer", firm=FIRM, at=at + 4)


# --- For properties -------------------------------------------------------------------------------------------------

_MOMENTS = (AT - 400 * DAY, AT - 2 * DAY, AT, AT + 1, AT + 2 * DAY)
_FACTOR_SETS = st.frozensets(st.sampled_from(F), max_size=4)
_SOME_FACTORS = st.one_of(st.just(frozenset[FactorCode]()), st.frozensets(st.sampled_from(F), min_size=1, max_size=5))
_CONDITIONS: tuple[dict[str, object], ...] = (
    {},
    {"amount_at_least": 1_000_000},
    {"score_at_least": 0.5},
    {"new_payee": True},
    {"hours": [9, 12]},
    {"country_not_in": ["JP"]},
    {"thin": True, "new_device": True},
)
operations = st.sampled_from(Op)
opt_out_terms = st.builds(
    OptOutTerms,
    alternatives=st.frozensets(st.sampled_from(MFA), min_size=1, max_size=3),
    controls=st.just(frozenset({"lower_limits"})),
)


def rules(operation: st.SearchStrategy[OperationCode] = operations, prefix: str = "r") -> st.SearchStrategy[Rule]:
    """Any rule."""
    return st.builds(
        Rule,
        id=st.integers(0, 10**9).map(lambda number: f"{prefix}{number}"),
        operation=operation,
        acr=st.sampled_from(Acr),
        mode=st.sampled_from(Mode),
        enforce_from=st.sampled_from(_MOMENTS),
        segment=st.sampled_from(("all", "corporate", "unheard-of")),
        channels=st.frozensets(st.sampled_from(("web", "app", "phone")), max_size=2),
        condition=st.sampled_from(_CONDITIONS),
        unknown_matches=st.booleans(),
        factors=_SOME_FACTORS,
        combination=st.sampled_from(Combination),
        count=st.integers(1, 3),
        binding=st.sampled_from(Binding),
        max_age_s=st.sampled_from((None, 60, 3_600)),
        profile=st.sampled_from(("", "", "strict")),
        grace_days=st.sampled_from((0, 0, 10)),
        max_skips=st.sampled_from((None, 0, 3)),
        on_missing=st.sampled_from(OnMissing),
        opt_out=st.one_of(st.none(), opt_out_terms),
        interim=st.frozensets(st.sampled_from(MFA), max_size=3),
        interim_until=st.sampled_from((None, AT - DAY, AT, AT + DAY)),
        hold_hours=st.sampled_from((0, 12)),
    )


sunsets = st.builds(
    Sunset,
    factor=st.sampled_from(F),
    announced=st.just(AT - 200 * DAY),
    stop_enrol=st.just(AT - 100 * DAY),
    stop_use=st.sampled_from((AT - DAY, AT, AT + 1)),
    replacement=st.just(F.PASSKEY_SYNCED),
    reason=st.just(WHY),
    operations=st.frozensets(operations, max_size=2),
)
steps = st.builds(
    RiskStep,
    score=st.floats(0, 1),
    operations=st.frozensets(operations, max_size=2),
    acr=st.sampled_from(Acr),
    max_age_s=st.sampled_from((None, 30)),
    deny=st.booleans(),
)
facts = st.fixed_dictionaries(
    {},
    optional={
        "amount": st.sampled_from((0, 999_999, 1_000_000, "much")),
        "score": st.floats(0, 1),
        "new_payee": st.booleans(),
        "new_device": st.booleans(),
        "thin": st.booleans(),
        "country": st.sampled_from(("JP", "US", "")),
        "person": st.sampled_from(("individual", "corporate")),
    },
)
helds = st.builds(
    Held,
    authenticator=st.sampled_from(("a", "b", "c")),
    factor=st.sampled_from(F),
    created=st.sampled_from((AT - 400 * DAY, AT - DAY // 4)),
    suspended=st.sampled_from((False, False, True)),
    hold_until=st.sampled_from((None, AT - 1, AT + 1)),
    auto_created=st.booleans(),
    confirmed=st.booleans(),
    profiles=st.sampled_from((frozenset[str](), frozenset({"strict"}))),
)
standings = st.builds(
    Standing,
    acr=st.sampled_from(Acr),
    auth_time=st.sampled_from((AT - 1_000, AT - 59_000, AT - DAY // 2, AT - DAY)),
    factors=_FACTOR_SETS,
    authenticators=st.frozensets(st.sampled_from(("a", "b", "c")), max_size=3),
    device=st.sampled_from(("d", "", "other")),
    content=st.sampled_from(("c", "", "other")),
)
opt_outs = st.builds(
    OptOutView,
    id=st.just("oo_1"),
    operations=st.frozensets(operations, min_size=1),
    alternatives=st.frozensets(st.sampled_from(F), min_size=1),
    valid_from=st.sampled_from(_MOMENTS),
    valid_until=st.sampled_from(_MOMENTS),
    revoked_at=st.sampled_from((None, *_MOMENTS)),
)
enrolments = st.builds(
    EnrolmentView,
    created=st.sampled_from(_MOMENTS),
    enrolled_at=st.sampled_from((None, *_MOMENTS)),
    asked_at=st.sampled_from((None, *_MOMENTS)),
    skips_used=st.integers(0, 4),
    exempt_until=st.sampled_from((None, *_MOMENTS)),
)
questions = st.builds(
    Question,
    operation=operations,
    at=st.just(AT),
    channel=st.sampled_from(("web", "app", "phone", "fax")),
    facts=facts,
    held=st.lists(helds, max_size=3).map(tuple),
    standing=standings,
    opt_out=st.one_of(st.none(), opt_outs),
    enrolment=enrolments,
    device=st.sampled_from(("d", "")),
    content=st.sampled_from(("c", "")),
    offered=st.one_of(st.none(), _FACTOR_SETS),
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Policy, Question]:
    """A question, and a policy that has something to say about it."""
    question = draw(questions)
    about = draw(st.lists(rules(st.just(question.operation)), max_size=3))
    others = draw(st.lists(rules(), max_size=2))
    policy = a_policy(
        *about,
        *others,
        sunsets=tuple(draw(st.lists(sunsets, max_size=2))),
        risk=tuple(draw(st.lists(steps, max_size=2))),
    )
    return policy, question
