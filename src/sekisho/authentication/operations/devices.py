"""Remember on which devices somebody signs in, name them, and remove them."""

from django.db import transaction
from django.db.models import F, QuerySet

from sekisho.authentication import models
from sekisho.authentication.operations.noting import note
from sekisho.authentication.operations.sessions import end_on_device
from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.types.devices import FreshDevice
from sekisho.authentication.types.principals import Visit


class NoDeviceError(LookupError):
    """He never signed in on this device, or has removed it."""


def register_device(*, fresh: FreshDevice, at: int) -> str:
    """Keep a browser's cookie; the device's reference, which is the one it got before where two tabs come at once.

    Only for somebody who signs in, so that visitors cannot fill the table.
    """
    row = models.Device(ref=fresh.ref, token_digest=fresh.digest, first_seen=at)
    models.Device.objects.bulk_create([row], ignore_conflicts=True)
    return models.Device.objects.values_list("ref", flat=True).get(token_digest=fresh.digest)


def use_device(*, principal: str, visit: Visit, at: int, authenticator: str = "") -> bool:
    """Count a login on a device; call it in the login's transaction, before anything is noted.

    Args:
        principal: who signed in.
        visit: from where; ``visit.device`` is registered.
        at: in milliseconds.
        authenticator: the passkey that was used; empty where it was none.

    Returns:
        Whether this is his first login on it, or the first since he removed it.

    """
    seen = {"last_seen": at, "last_ip": visit.ip, "user_agent": visit.user_agent[:512]}
    rows = models.DeviceUse.objects.filter(principal=principal, device=visit.device)
    first = not rows.filter(revoked__isnull=True).update(logins=F("logins") + 1, **seen)
    if first and not rows.update(logins=1, first_seen=at, revoked=None, **seen):
        models.DeviceUse.objects.bulk_create(
            [models.DeviceUse(principal_id=principal, device_id=visit.device, first_seen=at, **seen)],
            ignore_conflicts=True,
        )
    if authenticator:
        _use_passkey(visit.device, authenticator, at)
    return first


def _use_passkey(device: str, authenticator: str, at: int) -> None:
    rows = models.DevicePasskey.objects.filter(device=device, authenticator=authenticator)
    if not rows.update(last_seen=at):
        models.DevicePasskey.objects.bulk_create(
            [models.DevicePasskey(device_id=device, authenticator_id=authenticator, first_seen=at, last_seen=at)],
            ignore_conflicts=True,
        )


@transaction.atomic
def name_device(*, principal: str, device: str, name: str, at: int) -> None:
    """Call a device something, at most 100 characters.

    Raises:
        NoDeviceError: it is none of his.

    """
    if not _his(principal, device).update(name=name[:100]):
        raise NoDeviceError(device)
    note(
        "authentication:device:named",
        about=principal_of(ref=principal).subject,
        at=at,
        principal=principal,
        device=device,
    )


@transaction.atomic
def revoke_device(*, principal: str, device: str, by: str, at: int) -> tuple[str, ...]:
    """Remove a device for one principal and end his sessions on it; others who use it are left alone (C-08, C-22).

    Returns:
        The public references of the sessions that ended.

    Raises:
        NoDeviceError: it is none of his, or removed already.

    """
    if not _his(principal, device).update(revoked=at):
        raise NoDeviceError(device)
    ended = end_on_device(principal=principal, device=device, by=by, at=at)
    note(
        "authentication:device:revoked",
        about=principal_of(ref=principal).subject,
        at=at,
        principal=principal,
        device=device,
        by=by,
    )
    return ended


def _his(principal: str, device: str) -> QuerySet[models.DeviceUse]:
    return models.DeviceUse.objects.filter(principal=principal, device=device, revoked__isnull=True)
