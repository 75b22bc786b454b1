"""A question as plain JSON and back: what a decision rested on, so that it can be judged again (E-02)."""

from collections.abc import Mapping, Sequence

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.policy import EnrolmentView, Held, OptOutView, Question, Standing

Json = dict[str, object]


def to_json(question: Question) -> Json:
    """Everything the answer can depend on. Authenticators go by their ids; there is nothing secret in it."""
    standing, enrolment = question.standing, question.enrolment
    return {
        "operation": question.operation.value,
        "at": question.at,
        "channel": question.channel,
        "facts": dict(question.facts),
        "held": [_held(each) for each in question.held],
        "standing": {
            "acr": standing.acr.value,
            "auth_time": standing.auth_time,
            "factors": sorted(standing.factors),
            "authenticators": sorted(standing.authenticators),
            "device": standing.device,
            "content": standing.content,
        },
        "opt_out": _opt_out(question.opt_out),
        "enrolment": {
            "created": enrolment.created,
            "enrolled_at": enrolment.enrolled_at,
            "asked_at": enrolment.asked_at,
            "skips_used": enrolment.skips_used,
            "exempt_until": enrolment.exempt_until,
        },
        "device": question.device,
        "content": question.content,
        "offered": None if question.offered is None else sorted(question.offered),
    }


def from_json(kept: Mapping[str, object]) -> Question:
    """The question that was kept.

    Raises:
        ValueError, KeyError, TypeError: this is no question that ``to_json`` wrote.

    """
    read = _Reader(kept)
    standing, enrolment, offered = read.inner("standing"), read.inner("enrolment"), kept["offered"]
    return Question(
        operation=OperationCode(read.text("operation")),
        at=read.whole("at"),
        channel=read.text("channel"),
        facts=dict(read.inner("facts").kept),
        held=tuple(_held_of(_Reader(each)) for each in read.tables("held")),
        standing=Standing(
            acr=Acr(standing.whole("acr")),
            auth_time=standing.whole("auth_time"),
            factors=standing.factors("factors"),
            authenticators=frozenset(standing.texts("authenticators")),
            device=standing.text("device"),
            content=standing.text("content"),
        ),
        opt_out=None if kept["opt_out"] is None else _opt_out_of(read.inner("opt_out")),
        enrolment=EnrolmentView(
            created=enrolment.whole("created"),
            enrolled_at=enrolment.maybe("enrolled_at"),
            asked_at=enrolment.maybe("asked_at"),
            skips_used=enrolment.whole("skips_used"),
            exempt_until=enrolment.maybe("exempt_until"),
        ),
        device=read.text("device"),
        content=read.text("content"),
        offered=None if offered is None else read.factors("offered"),
    )


def _held(held: Held) -> Json:
    return {
        "authenticator": held.authenticator,
        "factor": held.factor.value,
        "created": held.created,
        "suspended": held.suspended,
        "hold_until": held.hold_until,
        "auto_created": held.auto_created,
        "confirmed": held.confirmed,
        "profiles": sorted(held.profiles),
    }


def _held_of(read: "_Reader") -> Held:
    return Held(
        authenticator=read.text("authenticator"),
        factor=FactorCode(read.text("factor")),
        created=read.whole("created"),
        suspended=read.kept["suspended"] is True,
        hold_until=read.maybe("hold_until"),
        auto_created=read.kept["auto_created"] is True,
        confirmed=read.kept["confirmed"] is True,
        profiles=frozenset(read.texts("profiles")),
    )


def _opt_out(record: OptOutView | None) -> Json | None:
    if record is None:
        return None
    return {
        "id": record.id,
        "operations": sorted(record.operations),
        "alternatives": sorted(record.alternatives),
        "valid_from": record.valid_from,
        "valid_until": record.valid_until,
        "revoked_at": record.revoked_at,
    }


def _opt_out_of(read: "_Reader") -> OptOutView:
    return OptOutView(
        id=read.text("id"),
        operations=frozenset(OperationCode(each) for each in read.texts("operations")),
        alternatives=read.factors("alternatives"),
        valid_from=read.whole("valid_from"),
        valid_until=read.whole("valid_until"),
        revoked_at=read.maybe("revoked_at"),
    )


class _Reader:
    """Values of the kinds that were written."""

    def __init__(self, kept: object) -> None:
        if not isinstance(kept, Mapping):
            raise TypeError(kept)
        self.kept: Mapping[str, object] = kept

    def text(self, name: str) -> str:
        return str(self.kept[name])

    def whole(self, name: str) -> int:
        value = self.kept[name]
        if not isinstance(value, int):
            raise TypeError(name)
        return value

    def maybe(self, name: str) -> int | None:
        return None if self.kept[name] is None else self.whole(name)

    def inner(self, name: str) -> "_Reader":
        return _Reader(self.kept[name])

    def tables(self, name: str) -> Sequence[object]:
        value = self.kept[name]
        if not isinstance(value, list):
            raise TypeError(name)
        return value

    def texts(self, name: str) -> list[str]:
        return [str(each) for each in self.tables(name)]

    def factors(self, name: str) -> frozenset[FactorCode]:
        return frozenset(FactorCode(each) for each in self.texts(name))
