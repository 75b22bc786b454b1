"""How far from chance a count is."""

from math import exp, lgamma, log

_NEGLIGIBLE = 1e-12


def surprise(count: int, expected: float) -> float:
    """Minus the decimal logarithm of the chance to see ``count`` or more where ``expected`` are usual (Poisson).

    2 is one in a hundred, 6 one in a million. Summed from the tail, so that it stays exact when it is tiny.

    >>> round(surprise(3, 0.06), 2)
    4.46
    """
    if count <= 0:
        return 0.0
    first = count * log(expected) - expected - lgamma(count + 1.0)
    total, term, step = 1.0, 1.0, count
    while term > _NEGLIGIBLE * total:
        step += 1
        term *= expected / step
        total += term
    return max(0.0, -(first + log(total)) / log(10.0))


def score_of(surprised: float) -> float:
    """A surprise as a score in [0, 1): 4 gives 0.63, 8 gives 0.86."""
    return 1.0 - exp(-surprised / 4.0)


def together(*strengths: float) -> float:
    """Independent signs in [0, 1] joined: none weakens another (noisy or)."""
    left = 1.0
    for strength in strengths:
        left *= 1.0 - min(max(strength, 0.0), 0.999)
    return 1.0 - left
