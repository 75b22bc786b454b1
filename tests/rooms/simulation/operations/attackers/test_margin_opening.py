import numpy as np
from tests.builders.simulation import scene, world

from sekisho.simulation.operations.attackers.margin_opening import inside
from sekisho.simulation.operations.attackers.scene import Access


def test_margin_is_applied_for_only_where_it_is_not_open() -> None:
    stage = scene(world())
    stage.world.accounts.margin[[5, 6]] = [True, False]
    rows = stage.diary.visits.add(2, account=[5, 6], at=0)

    for account, row in zip((5, 6), rows.tolist(), strict=True):
        inside(stage, Access(row, 0), stage.truth.open(account, "test", "test"))

    assert stage.diary.sheets["profile"]["account"].tolist() == [6]
    assert np.all(stage.world.accounts.margin[[5, 6]])
