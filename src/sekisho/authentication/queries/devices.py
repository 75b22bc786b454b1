"""Which devices somebody uses, and who uses a device."""

from collections.abc import Callable

from sekisho.authentication import models
from sekisho.authentication.queries.prepared import Prepared
from sekisho.authentication.queries.sessions import nowhere
from sekisho.authentication.types.devices import DeviceUse

_BY_TOKEN = Prepared(lambda slot: models.Device.objects.filter(token_digest=slot("digest")))


def device_by_token(*, token_digest: bytes) -> str | None:
    """The public reference of the device whose cookie has this digest; None where there is none."""
    row = _BY_TOKEN.first(digest=token_digest)
    return None if row is None else row.ref


def use_of(*, principal: str, device: str) -> DeviceUse | None:
    """How somebody uses a device; None where he never signed in on it."""
    row = models.DeviceUse.objects.filter(principal=principal, device=device).first()
    return None if row is None else _value(row, {}, nowhere)


def devices_of(*, principal: str, place: Callable[[str], str] = nowhere) -> tuple[DeviceUse, ...]:
    """The devices somebody signed in on, removed ones included, the latest first (C-22).

    Args:
        principal: whose.
        place: says where an address is, in words for people.

    """
    rows = list(models.DeviceUse.objects.filter(principal=principal).order_by("-last_seen", "device"))
    passkeys: dict[str, list[str]] = {}
    seen = models.DevicePasskey.objects.filter(authenticator__principal=principal).order_by("first_seen", "pk")
    for device, authenticator in seen.values_list("device_id", "authenticator_id"):
        passkeys.setdefault(device, []).append(authenticator)
    return tuple(_value(row, passkeys, place) for row in rows)


def principals_on(*, device: str) -> tuple[str, ...]:
    """Everybody who signed in on a device and has not removed it, the latest first: the account chooser (C-08)."""
    rows = models.DeviceUse.objects.filter(device=device, revoked__isnull=True).order_by("-last_seen", "principal")
    return tuple(rows.values_list("principal_id", flat=True))


def _value(row: models.DeviceUse, passkeys: dict[str, list[str]], place: Callable[[str], str]) -> DeviceUse:
    return DeviceUse(
        device=row.device_id,
        principal=row.principal_id,
        name=row.name,
        user_agent=row.user_agent,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        logins=row.logins,
        last_ip=row.last_ip,
        passkeys=tuple(passkeys.get(row.device_id, ())),
        place=place(row.last_ip) if row.last_ip else "",
        revoked=row.revoked,
    )
