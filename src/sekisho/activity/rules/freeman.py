"""The login model of Freeman et al. as its published reference computes it.

"Who Are You? A Statistical Approach to Measuring User Authenticity", NDSS 2016, doi:10.14722/ndss.2016.23240:

    S_u(x) = Π_k [ p(x^k) / p(x^k | u, L) ] · p(u | A) / p(u | L)

with p(u | A) = 1 / users and p(u | L) = logins of u / all logins. The original was never published. The reference
is the notebook of das-group/rba-algorithm (MIT, © 2022 Stephan Wiefling / DAS Group), used in Wiefling et al.,
TOPS 2022; its arithmetic is followed here to the last digit, its edge cases included:

- Only successful logins are learnt; the first login of an account is not scored.
- Everybody's side of a feature: λ_0 · w · p̃(x) + Σ_{h≥1} λ_h · c(x_h) / N. Only the finest level is smoothed.
- The account's side: Σ_h λ_h · c_u(x_h) / n_u, not smoothed. When it is 0 it becomes a quarter of everybody's
  side, so the feature's factor is 4: two unseen values would otherwise cancel and score low.
- Quirk 1: the conditional p(x_h | logins that show x_h) stands where the paper has p(x | x_h). It is 1, so the coarse
  levels mix p(x_h) instead of p(x | x_h) · p(x_h).
- Quirk 2: at the finest level that conditional is smoothed: w = a / (a + m), where a counts the address (or agent)
  and m = 1 + distinct coarser values beside it. The notebook counts over its *whole* file, the judged login and
  later ones included. A live model cannot look ahead: here the log so far and the judged login are counted,
  which is the notebook's value for the last row of its file. ``foresight`` gives the whole file back.
- Quirk 3: the notebook's account side names the address as parent of every level, of the agent too; without effect.

The variant faithful to the paper is ``freeman_paper``.
"""

from abc import ABC, abstractmethod
from array import array
from collections.abc import Callable, Sequence

from sekisho.activity.rules.freeman_counts import Counts, ListedCounts, PackedCounts, smoothed, unseen_values
from sekisho.activity.types.attempts import Chain, LoginAttempt

ADDRESS_WEIGHTS = (0.6, 0.3, 0.1)
AGENT_WEIGHTS = (0.5386653840551359, 0.2680451498625666, 0.18818295100109536, 0.0051065150812021525)
WEIGHTS = (ADDRESS_WEIGHTS, AGENT_WEIGHTS)
UNSEEN_FACTOR = 4

Foresight = Callable[[int, Chain], tuple[int, int]]
"""Feature (0 address, 1 agent) and chain → a, m of quirk 2 over the whole file."""

_TRIPLE = 3


class FreemanModel(ABC):
    """History and skeleton that both variants share; a variant says how one feature's ratio is made."""

    def __init__(self) -> None:
        self._everybody: tuple[PackedCounts, ...] = tuple(PackedCounts(len(weights)) for weights in WEIGHTS)
        self._histories: dict[str, tuple[array[int], ...]] = {}

    def score(self, attempt: LoginAttempt) -> float | None:
        """Risk of the attempt; higher is riskier, not bounded above. ``None`` without a history."""
        histories = self._histories.get(attempt.account)
        if histories is None:
            return None
        risk = 1.0
        for feature, chain in enumerate(attempt.chains):
            own = ListedCounts(self._entries(feature, histories[feature]))
            risk *= self._ratio(feature, chain, own)
        everything = self._everybody[0].total
        logins = sum(histories[0][2::_TRIPLE])
        return risk * ((1 / len(self._histories)) / (logins / everything))

    def learn(self, attempt: LoginAttempt) -> None:
        """Take a successful login into the history of everybody and of its account."""
        histories = self._histories.get(attempt.account)
        if histories is None:
            histories = self._histories[attempt.account] = tuple(array("I") for _ in WEIGHTS)
        for counts, chain, history in zip(self._everybody, attempt.chains, histories, strict=True):
            _note(history, *counts.add(chain))

    def _entries(self, feature: int, history: Sequence[int]) -> list[tuple[Chain, int]]:
        chain = self._everybody[feature].chain
        triples = zip(history[0::_TRIPLE], history[1::_TRIPLE], history[2::_TRIPLE], strict=True)
        return [(chain(finest, kin), times) for finest, kin, times in triples]

    @abstractmethod
    def _ratio(self, feature: int, chain: Chain, own: Counts) -> float:
        """p(x) / p(x | u, L) of one feature."""
        ...


class FreemanNotebook(FreemanModel):
    """The reference notebook's variant.

    ``foresight`` reproduces the notebook's look at its whole file (quirk 2); leave it out in live use.
    """

    def __init__(self, foresight: Foresight | None = None) -> None:
        super().__init__()
        self._foresight = foresight or self._hindsight

    def _ratio(self, feature: int, chain: Chain, own: Counts) -> float:
        weights, everybody = WEIGHTS[feature], self._everybody[feature]
        seen, beside = self._foresight(feature, chain)
        unseen = unseen_values(everybody, 0, len(weights))
        finest = seen / (seen + beside) * smoothed(everybody.count(0, chain[0]), everybody.total, unseen)
        coarse = _mixed(weights, chain, everybody, start=1)
        usual = _mixed(weights, chain, own, start=0)
        common = weights[0] * finest + coarse
        return common / usual if usual else float(UNSEEN_FACTOR)

    def _hindsight(self, feature: int, chain: Chain) -> tuple[int, int]:
        """Quirk 2 over the log so far and the judged login."""
        counts = self._everybody[feature]
        beside = 1
        for level in range(1, len(chain)):
            known = counts.joint(level, chain[level], chain[0]) > 0
            beside += counts.kinds(0, chain[0], level) + (not known)
        return counts.count(0, chain[0]) + 1, beside


def _mixed(weights: Sequence[float], chain: Chain, counts: Counts, *, start: int) -> float:
    """Σ λ_h · c(x_h) / N over the levels from ``start``."""
    return sum(weights[level] * counts.count(level, chain[level]) / counts.total for level in range(start, len(chain)))


def _note(history: "array[int]", finest: int, kin: int) -> None:
    """Count one login in an account's packed history of triples: finest value, rest of the chain, times."""
    for place in range(0, len(history), _TRIPLE):
        if history[place] == finest and history[place + 1] == kin:
            history[place + 2] += 1
            return
    history.extend((finest, kin, 1))
