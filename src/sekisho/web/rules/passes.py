"""What leads back to a recovery, and codes that prove a contact or an address: made from a secret, stored nowhere.

A pass has 120 random-looking bits, a posted code 60, a code to a contact 26 and a life of minutes; whoever checks the
two short ones limits tries (NIST SP 800-63B-4, 4.2.1).
"""

import hmac
from base64 import b32encode
from hashlib import sha256
from hmac import compare_digest

from sekisho.kernel.moments import DAY, MINUTE

SLOT = 5 * MINUTE
"""A code to a contact is good in the slot in which it was made and in the next: five to ten minutes."""
POST_LIFE = 21 * DAY
"""How long a posted code is good, in milliseconds (NIST SP 800-63B-4, 4.2.1.2)."""
DIGITS = 8
_PASS, _POST = 24, 12
_GROUP = 4
_SAME = str.maketrans("018", "OIB")


def pass_of(secret: bytes, case: str) -> str:
    """The pass to a recovery: six groups of four, e.g. ``ABCD-EFGH-…``."""
    return _grouped(_letters(secret, f"pass:{case}", _PASS))


def is_pass(secret: bytes, case: str, typed: str) -> bool:
    """Whether this is the pass to that recovery."""
    return compare_digest(_plain(typed).encode(), _letters(secret, f"pass:{case}", _PASS).encode())


def post_code_of(secret: bytes, case: str) -> str:
    """What a letter brings: three groups of four."""
    return _grouped(_letters(secret, f"post:{case}", _POST))


def is_post_code(secret: bytes, case: str, typed: str, *, opened: int, at: int) -> bool:
    """Whether this is what the letter brought, in time.

    Args:
        secret: as for ``post_code_of``.
        case: the recovery.
        typed: in whatever spelling.
        opened: when the recovery was opened, in milliseconds.
        at: in milliseconds.

    """
    right = compare_digest(_plain(typed).encode(), _letters(secret, f"post:{case}", _POST).encode())
    return right and at < opened + POST_LIFE


def contact_code_of(secret: bytes, case: str, contact: str, *, at: int) -> str:
    """The digits that are sent to a contact now."""
    return _digits(secret, case, contact, at // SLOT)


def is_contact_code(secret: bytes, case: str, contact: str, typed: str, *, at: int) -> bool:
    """Whether these digits were sent to the contact within the last minutes."""
    plain = "".join(sign for sign in typed if sign.isdecimal())[: DIGITS + 1].encode()
    slots = (at // SLOT, at // SLOT - 1)
    return any(compare_digest(plain, _digits(secret, case, contact, slot).encode()) for slot in slots)


def _digits(secret: bytes, case: str, contact: str, slot: int) -> str:
    made = hmac.digest(secret, f"contact:{case}:{contact}:{slot}".encode(), sha256)
    return f"{int.from_bytes(made[:8]) % 10**DIGITS:0{DIGITS}d}"


def _letters(secret: bytes, about: str, length: int) -> str:
    return b32encode(hmac.digest(secret, about.encode(), sha256)).decode()[:length]


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def _plain(typed: str) -> str:
    """One spelling: no gaps, capital letters, and no digits that are mistaken for letters."""
    return "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum()).translate(_SAME)
