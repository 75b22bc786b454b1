import numpy as np

from sekisho.simulation.operations.streams import stream
from sekisho.simulation.operations.world import devices
from sekisho.simulation.queries.packed import agents
from sekisho.simulation.types.words import API, APP, TOOL, WEB
from sekisho.simulation.types.world import Counters


def test_devices_show_agents_of_their_kind() -> None:
    kinds = list(devices.DOORS)
    made = devices.make(stream(1, "test"), Counters(), kinds, np.repeat(np.arange(5), 200))
    groups = np.array(agents().group_of)[made.agent]

    assert set(groups[made.door == APP]) <= set(devices.PHONES)
    assert set(groups[made.door == TOOL]) == {"tool"}
    assert set(groups[made.door == API]) == {"order_kit"}
    assert len(np.unique(made.cookie)) == len(made.cookie)


def test_only_browsers_are_private_windows() -> None:
    made = devices.make(stream(1, "test"), Counters(), ["app", "desk"], np.repeat([0, 1], 3_000))

    assert (made.forgetful[made.door == APP] < 0.1).all()
    assert 0.03 < np.mean(made.forgetful[made.door == WEB] == 1) < 0.1


def test_a_successor_is_of_the_same_family() -> None:
    agent = agents().groups["ios_safari"][:50]

    groups = np.array(agents().group_of)[devices.successors(stream(1, "test"), agent)]

    assert set(groups) == {"ios_safari"}


def test_programs_have_versions_and_browsers_none() -> None:
    client = devices.clients(stream(1, "test"), np.array([WEB, APP, TOOL, API]))

    assert client[0] == 0
    assert (client[1:] > 0).all()
