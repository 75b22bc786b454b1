"""Time-based codes (RFC 6238): six digits, thirty seconds, SHA-1, which is what the apps know."""

import base64
import hmac

import pyotp

from sekisho.kernel.moments import SECOND

STEP = 30
"""Seconds of one time step."""
DIGITS = 6
WINDOW = 1
"""Steps before and after the present one that are accepted: clocks are wrong, and fingers are slow."""
SECRET = 20
"""Bytes of a secret (RFC 4226, requirement 6)."""


def spelled(secret: bytes) -> str:
    """A secret as apps take it, in base 32."""
    return base64.b32encode(secret).decode().rstrip("=")


def step_of(at: int) -> int:
    """The time step of a moment."""
    return at // (STEP * SECOND)


def matching_step(secret: bytes, typed: str, *, at: int) -> int | None:
    """The latest time step within the window whose code was typed, or None.

    All steps are computed and compared whatever matches, so that time tells nothing.
    """
    app = pyotp.TOTP(spelled(secret), digits=DIGITS, interval=STEP)
    now, found = step_of(at), None
    for step in range(max(0, now - WINDOW), now + WINDOW + 1):
        if hmac.compare_digest(app.generate_otp(step), typed):
            found = step
    return found


def uri_of(secret: bytes, *, issuer: str, label: str) -> str:
    """The ``otpauth`` address that apps read from a picture."""
    return pyotp.TOTP(spelled(secret), digits=DIGITS, interval=STEP).provisioning_uri(name=label, issuer_name=issuer)
