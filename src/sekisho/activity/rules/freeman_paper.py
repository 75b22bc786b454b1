"""The login model of Freeman et al. as the paper writes it (NDSS 2016, doi:10.14722/ndss.2016.23240).

    S_u(x) = Π_k [ p(A | x^k) · p(x^k) / p(x^k | u, L) ] · p(u | A) / p(u | L)
    p(x)   = Σ_h λ_h · p(x | x_h) · p(x_h),   Σ_h λ_h = 1

Where it differs from the reference notebook (``freeman``):

- A coarse level contributes p(x | x_h) · p(x_h): how common the address is within its operator, times how common the
  operator is. With counts alone every level would give c(x) / N; the levels differ by their smoothing.
- Every probability is smoothed, on both sides: c/N · (1 − M/(N+M)) when seen, 1/(N+M) when not, where M is the number
  of distinct values of each coarser level in the same log, and one more. An empty log expects one value: p = 1.
- Hence an unseen value on the account's side is not a special case. A value new to everybody *and* to the account
  may score low, the weakness that the notebook's factor 4 repairs.
- p(A | x^k), the reputation term, is a constant without attack data; ``reputation`` supplies it otherwise.

Attackers are taken to pick any account alike: p(u | A) = 1 / users.
"""

from collections.abc import Callable, Hashable

from sekisho.activity.rules.freeman import WEIGHTS, FreemanModel
from sekisho.activity.rules.freeman_counts import Counts, smoothed, unseen_values
from sekisho.activity.types.attempts import Chain

Reputation = Callable[[int, Hashable], float]
"""Feature (0 address, 1 agent) and its finest value → p(A | x^k)."""


class FreemanPaper(FreemanModel):
    """The variant faithful to the paper."""

    def __init__(self, reputation: Reputation | None = None) -> None:
        super().__init__()
        self._reputation = reputation

    def _ratio(self, feature: int, chain: Chain, own: Counts) -> float:
        ratio = likelihood(feature, chain, self._everybody[feature]) / likelihood(feature, chain, own)
        return ratio if self._reputation is None else ratio * self._reputation(feature, chain[0])


def likelihood(feature: int, chain: Chain, counts: Counts) -> float:
    """p(x) in one log, mixed over the levels of the chain."""
    depth = len(chain)
    mixed = 0.0
    for level, weight in enumerate(WEIGHTS[feature]):
        value = chain[level]
        times = counts.count(level, value)
        own_level = smoothed(times, counts.total, unseen_values(counts, level, depth))
        mixed += weight * own_level * (_within(chain, level, times, counts) if level else 1.0)
    return mixed


def _within(chain: Chain, level: int, times: int, counts: Counts) -> float:
    """p(x | x_h): how common the finest value is among the logins that show the coarse one."""
    value = chain[level]
    unseen = sum(counts.kinds(level, value, other) for other in range(1, len(chain))) + 1
    return smoothed(counts.joint(level, value, chain[0]), times, unseen)
