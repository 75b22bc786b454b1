"""Challenges for a proof of work in altcha's form (version 2), and the check of their solutions.

A challenge is signed and not stored. It is bound to the browser session that it was made for, and says itself how hard
it is and until when it counts. The server picks the number that the browser has to find, so nobody waits longer than
twice the expected time. A solution counts once.
"""

import json
from hashlib import sha256

from altcha import Payload, create_challenge, verify_solution

from sekisho.authentication import models
from sekisho.authentication.types.work import LIFE, LONGEST, Worked

_ALGORITHM = "SHA-256"
_ONE = 1
"""Hashes for one try."""


def challenge_of(*, key: bytes, browser: str, hashes: int, chance: int, at: int) -> str:
    """A challenge as JSON, for the page to work on.

    Args:
        key: the secret that signs challenges.
        browser: the reference of the browser session that asks.
        hashes: the expected number of hashes.
        chance: a large random number.
        at: in milliseconds.

    """
    made = create_challenge(
        _ALGORITHM,
        _ONE,
        counter=chance % (2 * hashes),
        data={"for": _bound(browser), "hashes": hashes, "until": at + LIFE},
        hmac_secret=key,
    )
    return json.dumps(made.to_dict(), separators=(",", ":"))


def worked(*, solution: str, key: bytes, browser: str, at: int) -> Worked | None:
    """What a solution is worth; None where it is none of ours, not for this browser, too old or wrong.

    Args:
        solution: base64 of altcha's payload, as the page sends it.
        key: the secret that signs challenges.
        browser: the reference of the browser session that sends it.
        at: in milliseconds.

    """
    if not solution or len(solution) > LONGEST:
        return None
    try:
        payload = Payload.from_base64(solution)
        right = verify_solution(payload, key).verified
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return _valued(payload, browser, at) if right else None


def spend(work: Worked) -> bool:
    """Use a proof of work; False where it was used before."""
    _, new = models.SpentWork.objects.get_or_create(digest=work.digest, defaults={"expires": work.expires})
    return new


def sweep_work(*, at: int) -> int:
    """Forget proofs of work whose challenges have run out; how many."""
    return models.SpentWork.objects.filter(expires__lte=at).delete()[0]


def _valued(payload: Payload, browser: str, at: int) -> Worked | None:
    """The signature holds, so what the challenge says is what was written into it."""
    data = payload.challenge.parameters.data or {}
    if data.get("for") != _bound(browser) or at >= data.get("until", 0):
        return None
    digest = sha256(str(payload.challenge.signature).encode()).digest()
    return Worked(digest=digest, hashes=data["hashes"], expires=data["until"])


def _bound(browser: str) -> str:
    return sha256(b"work:" + browser.encode()).hexdigest()[:32]
