"""Whether a device counts as known."""

from sekisho.authentication.types.devices import USUAL, DeviceRules, DeviceUse


def known(use: DeviceUse | None, *, at: int, rules: DeviceRules = USUAL) -> bool:
    """Whether somebody has signed in on a device often and lately enough, and has not removed it.

    Args:
        use: the record of this principal on this device; None where there is none.
        at: in milliseconds.
        rules: what is often and lately enough.

    """
    if use is None or use.revoked is not None:
        return False
    return use.logins >= rules.logins and at - use.last_seen < rules.kept
