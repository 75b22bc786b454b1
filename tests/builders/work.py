"""What a browser does with a challenge for a proof of work."""

import json

from altcha import Challenge, Payload, solve_challenge


def solved(challenge: str) -> str:
    """The solution, as a page sends it."""
    made = Challenge.from_dict(json.loads(challenge))
    solution = solve_challenge(made)
    assert solution is not None
    return Payload(made, solution).to_base64()
