"""Waves, their members, and what is known of these before enforcement."""

from collections.abc import Collection

from sekisho.authentication import models
from sekisho.authentication.queries.enrolments import STRONG
from sekisho.authentication.queries.opt_outs import standing_rows
from sekisho.authentication.rules.rollout import gate
from sekisho.authentication.types.enrolment import EnrolmentState
from sekisho.authentication.types.rollout import GateReport, Readiness, Wave, WaveStanding, WaveState
from sekisho.kernel.texts import Text


class NoWaveError(LookupError):
    """There is no wave of that name."""


def wave_of(*, wave: str) -> Wave:
    """The wave of that name.

    Raises:
        NoWaveError: there is none.

    """
    return value_of(_row(wave))


def wave_state(*, wave: str) -> WaveState:
    """How far a wave has come.

    Raises:
        NoWaveError: there is none.

    """
    return WaveState(_row(wave).state)


def standings(*, limit: int = 100) -> tuple[WaveStanding, ...]:
    """Every wave as it stands, the latest first."""
    return tuple(_standing(row) for row in models.Wave.objects.order_by("-begins", "id")[:limit])


def standing_of(*, wave: str) -> WaveStanding:
    """One of them.

    Raises:
        NoWaveError: there is none.

    """
    return _standing(_row(wave))


def _standing(row: models.Wave) -> WaveStanding:
    return WaveStanding(
        wave=value_of(row), state=WaveState(row.state), asked_by=row.asked_by, exempt_until=row.exempt_until,
        members=models.WaveMember.objects.filter(wave=row).count(), enforced=row.enforced,
    )  # fmt: skip


def waves_of(*, campaign: str) -> tuple[Wave, ...]:
    """The waves of a campaign, in the order of their dates."""
    rows = models.Wave.objects.filter(campaign=campaign).order_by("begins", "id")
    return tuple(value_of(row) for row in rows)


def waves_going(*, at: int) -> tuple[Wave, ...]:
    """The waves whose customers are to be asked or reminded now, the earliest first."""
    going = models.Wave.objects.filter(state__in=(WaveState.PLANNED.value, WaveState.BEGUN.value), begins__lte=at)
    return tuple(value_of(row) for row in going.order_by("begins", "id"))


def members_of(*, wave: str, limit: int = 1_000, after: str = "") -> tuple[str, ...]:
    """Who is asked in a wave, by name, a page at a time."""
    rows = models.WaveMember.objects.filter(wave_id=wave, principal_id__gt=after).order_by("principal_id")
    return tuple(rows.values_list("principal_id", flat=True)[:limit])


def readiness_of(*, wave: str, reachable: Collection[str], agreed: Collection[str], at: int) -> tuple[Readiness, ...]:
    """What is known of a wave's members who are not enrolled yet.

    Args:
        wave: the wave.
        reachable: principals with a contact that is proven, fresh and reached, as the room of contacts says.
        agreed: principals with whom another way is agreed, e.g. a security key on its way.
        at: now, in milliseconds.

    """
    members = models.WaveMember.objects.filter(wave_id=wave).values("principal_id")
    strong = models.Authenticator.objects.filter(principal__in=members, state="active", factor__in=STRONG)
    enrolled = set(strong.values_list("principal_id", flat=True))
    declined = set(standing_rows(at).filter(principal__in=members).values_list("principal_id", flat=True))
    people = models.Principal.objects.filter(pk__in=members).exclude(pk__in=enrolled).order_by("pk")
    return tuple(
        Readiness(
            principal=ref,
            reachable=ref in reachable,
            method=facts.get("capable_device") is True,
            alternative=ref in agreed or ref in declined,
        )
        for ref, facts in people.values_list("pk", "facts")
    )


def gate_of(*, wave: str, reachable: Collection[str], agreed: Collection[str], at: int) -> GateReport:
    """Who is ready, and who lacks what; as ``readiness_of``."""
    return gate(readiness_of(wave=wave, reachable=reachable, agreed=agreed, at=at))


def to_remind(*, wave: str, reminder: int, limit: int) -> tuple[str, ...]:
    """Members to whom this reminder did not go out, and who have something to be reminded of."""
    asked = models.Enrolment.objects.filter(state__in=(EnrolmentState.NOTIFIED.value, EnrolmentState.NUDGED.value))
    rows = models.WaveMember.objects.filter(wave_id=wave, reminded__lt=reminder, principal__in=asked.values("pk"))
    return tuple(rows.order_by("principal_id").values_list("principal_id", flat=True)[:limit])


def exempt_members(*, wave: str) -> frozenset[str]:
    """Members of a wave who are left alone until a date."""
    exempt = models.Enrolment.objects.filter(state=EnrolmentState.EXEMPT_PENDING.value)
    rows = models.WaveMember.objects.filter(wave_id=wave, principal__in=exempt.values("pk"))
    return frozenset(rows.values_list("principal_id", flat=True))


def value_of(row: models.Wave) -> Wave:
    """A row as a value."""
    return Wave(
        id=row.id, campaign=row.campaign, title=Text(row.title_ja, row.title_en), where=row.where, low=row.low,
        high=row.high, begins=row.begins, enforce_at=row.enforce_at, reminders=tuple(row.reminders),
    )  # fmt: skip


def _row(wave: str) -> models.Wave:
    row = models.Wave.objects.filter(pk=wave).first()
    if row is None:
        raise NoWaveError(wave)
    return row
