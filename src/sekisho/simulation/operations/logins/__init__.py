"""Comparing our login score with the published baselines, on the same simulated logins."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

import msgspec
import numpy as np

from sekisho.activity.operations.contexts import Contexts
from sekisho.activity.operations.decoding import decode
from sekisho.activity.operations.freeman import freeman_baseline
from sekisho.activity.operations.observatory import Observatory
from sekisho.activity.queries.agents import Agents, load_agents
from sekisho.activity.queries.networks import Networks, load_networks
from sekisho.activity.types.attempts import LoginAttempt
from sekisho.activity.types.events import Event, Login
from sekisho.activity.types.facts import INDEX, FactRow
from sekisho.simulation.operations.generating import generate
from sekisho.simulation.operations.logins.staging import Stage, resistant
from sekisho.simulation.rules.bootstrap import cluster_weights
from sekisho.simulation.rules.login_features import machine_kind, without_cookie
from sekisho.simulation.rules.login_ranking import rank
from sekisho.simulation.types.login_bench import HOLDER, Access, LoginBench, LoginPlan, Pace, Ranked, Scored

__all__ = ["FactScorer", "compare"]

_RISK = INDEX["session_risk"]
_BASELINES = ("freeman_notebook", "freeman_paper")
_OWN = ("session_risk", "session_risk_no_cookie")
_TRAINED = ("score", "score_no_cookie")
_ACCESS = frozenset({"login", "factor", "profile", "logout"})
Progress = Callable[[int, int], None]


class _Head(msgspec.Struct, frozen=True):
    type: str


class FactScorer(Protocol):
    """A trained model of one row of facts."""

    @property
    def name(self) -> str:
        """The model's name and version."""
        ...

    def score(self, facts: FactRow) -> float:
        """The probability in [0, 1] that the event is not the account holder's."""
        ...


class _Panel:
    """Everybody who scores: the two baselines, and our observatory with and without the device cookie.

    The baselines know address and browser alone. To compare like with like, a second observatory sees every
    event without the cookie; the difference between the two is what the cookie is worth.
    """

    def __init__(self, scorer: FactScorer | None, networks: Networks, agents: Agents) -> None:
        self._scorer, self._networks, self._agents = scorer, networks, agents
        self._baselines = freeman_baseline(variant="notebook"), freeman_baseline(variant="paper")
        contexts = Contexts(networks=networks, agents=agents)
        self._with, self._without = Observatory(contexts=contexts), Observatory(contexts=contexts)
        self.methods = (*_BASELINES, *_OWN, *(_TRAINED if scorer else ()))

    def hear(self, event: Access) -> tuple[FactRow, FactRow] | None:
        """Let both observatories see an event; their facts when it is one that is decided."""
        first = self._with.observe(event)
        second = self._without.observe(without_cookie(event))
        return None if first is None or second is None else (first.facts, second.facts)

    def judge(self, login: Login, rows: tuple[FactRow, FactRow]) -> tuple[float, ...] | None:
        """Every method's score; ``None`` when a baseline does not know the account yet."""
        attempt = self._attempt(login)
        published = [baseline.score(attempt) for baseline in self._baselines]
        known = [score for score in published if score is not None]
        if len(known) < len(published):
            return None
        own = [float(row[_RISK] or 0) for row in rows]
        trained = [self._scorer.score(row) for row in rows] if self._scorer else []
        return *known, *own, *trained

    def learn(self, login: Login) -> None:
        """Teach the baselines an honest success; the observatories have learnt it by seeing it."""
        attempt = self._attempt(login)
        for baseline in self._baselines:
            baseline.learn(attempt)

    def _attempt(self, login: Login) -> LoginAttempt:
        place = self._networks.look_up(login.ip or "")
        text = login.device.user_agent if login.device else None
        agent = self._agents.look_up(text)
        return LoginAttempt(
            login.account,
            (login.ip, place.asn, place.country),
            (
                text,
                f"{agent.browser} {agent.browser_version}",
                f"{agent.system} {agent.system_version}",
                machine_kind(text),
            ),
        )


def compare(*, plan: LoginPlan, scorer: FactScorer | None, progress: Progress) -> LoginBench:
    """Run the comparison. The same plan and model give the same figures.

    Args:
        plan: seed, size and paces.
        scorer: the trained model, if there is one.
        progress: told (days done, days in all) while customers are simulated.

    """
    networks, agents = load_networks(), load_agents()
    rows: list[Ranked] = []
    for pace in plan.paces:
        panel = _Panel(scorer, networks, agents)
        judged, clusters = _judged(plan, pace, panel, networks, partial(_tell, progress, plan, pace))
        weights = cluster_weights(np.random.default_rng(plan.seed), clusters, plan.replicates)
        rows += rank(pace.name, panel.methods, judged, weights)
    return LoginBench(
        seed=plan.seed, accounts=plan.accounts, replicates=plan.replicates,
        model=scorer.name if scorer else "none", rows=tuple(rows),
    )  # fmt: skip


def _tell(progress: Progress, plan: LoginPlan, pace: Pace, day: int) -> None:
    """Count the days of the paces before this one too."""
    before = sum(one.days for one in plan.paces[: plan.paces.index(pace)])
    progress(before + day, sum(one.days for one in plan.paces))


def _judged(
    plan: LoginPlan, pace: Pace, panel: _Panel, networks: Networks, progress: Callable[[int], None]
) -> tuple[list[Scored], int]:
    """Every judged login of one pace, and the number of accounts."""
    stage = Stage(plan, pace, networks.look_up)
    numbers: dict[str, int] = {}
    logins: dict[str, int] = {}
    judged: list[Scored] = []
    for event, attacker in stage.play(_events(plan, pace, progress)):
        rows = panel.hear(event)
        if rows is None or not isinstance(event, Login) or event.body.outcome != "success" or event.ip is None:
            continue
        before = logins.get(event.account, 0)
        if before >= plan.history and not resistant(event):
            scores = panel.judge(event, rows)
            if scores is not None:
                judged.append(Scored(numbers.setdefault(event.account, len(numbers)), attacker, scores))
        if attacker == HOLDER:
            panel.learn(event)
            logins[event.account] = before + 1
    return judged, len(numbers)


def _events(plan: LoginPlan, pace: Pace, progress: Callable[[int], None]) -> Iterator[Event]:
    """What honest customers do to get in, and nothing else."""
    run = generate(seed=plan.seed, accounts=plan.accounts, days=pace.days, past_days=pace.past_days, campaigns=())
    head = msgspec.json.Decoder(_Head).decode
    for block in run.blocks():
        progress(max(block.day, 0))
        for line in block.data.splitlines():
            if head(line).type in _ACCESS:
                yield decode(line)
