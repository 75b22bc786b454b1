"""The observatory: one event in, its facts out; state is a fold over the events seen.

Two stages (see the architecture): ``First`` may run in several processes, each owning some accounts; ``Second`` runs
in one. ``Observatory`` runs both in one process. Replay and live service use the same classes.
"""

from collections.abc import Callable
from typing import Any

from sekisho.activity.operations.contexts import Contexts
from sekisho.activity.queries.agents import load_agents
from sekisho.activity.queries.networks import load_networks
from sekisho.activity.rules import first
from sekisho.activity.rules.second import Second, fill
from sekisho.activity.rules.state import Seen, State
from sekisho.activity.types.deed import Deed
from sekisho.activity.types.events import AccountEvent, Event, Factor, Login
from sekisho.activity.types.observation import Observation
from sekisho.kernel.moments import to_milliseconds


class First:
    """Stage 1. ``owns`` says which accounts this process folds; devices, networks and quotes every process folds."""

    def __init__(self, *, contexts: Contexts | None = None, owns: Callable[[str], bool] | None = None) -> None:
        """Begin with nothing seen; without ``owns``, every account is this process's own."""
        self._contexts = contexts or Contexts(networks=load_networks(), agents=load_agents())
        self._owns = owns
        self.state = State()

    def see(self, event: Event, at: int) -> Seen:
        """Facts of the event as far as stage 1 goes, and what stage 2 must hear of it."""
        told: Any = event  # the class of the event chooses what is done with it
        seer = first.SEERS.get(event.__class__)
        if seer is None or (event.__class__ is Factor and first.only_teaches(told)):
            return self._learn(event, at)
        if self._owns is None or self._owns(told.account):
            return first.see(seer, self.state, self._contexts.of(told, at), told)
        if isinstance(event, Login):
            first.overhear(self.state, self._contexts.of(event, at), event)
        return first.NOTHING

    def _learn(self, event: Event, at: int) -> Seen:
        """Events that are not decided."""
        if not isinstance(event, AccountEvent):
            return first.tell(self.state, event, at)
        if self._owns is None or self._owns(event.account):
            first.hear(self.state, event, at)
        return first.NOTHING


class Observatory:
    """Both stages in one process."""

    def __init__(self, *, contexts: Contexts | None = None) -> None:
        self.first = First(contexts=contexts)
        self.second = Second()

    def observe(self, event: Event) -> Observation | None:
        """Learn from the event. Returns its facts when it is of a kind that is decided, else None."""
        at = to_milliseconds(event.at)
        seen = self.first.see(event, at)
        row = seen.row
        for deed in seen.deeds:
            facts = self.second.weigh(deed)
            if row is not None:
                fill(row, deed, facts)
        return None if row is None else Observation(event, at, row, seen.degraded)


__all__ = ["Deed", "First", "Observatory", "Second", "Seen", "fill"]
