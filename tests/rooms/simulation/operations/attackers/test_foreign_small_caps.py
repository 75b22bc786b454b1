from tests.builders.simulation import scene, world

from sekisho.simulation.operations.attackers.foreign_small_caps import inside
from sekisho.simulation.operations.attackers.scene import Access
from sekisho.simulation.types.words import ADD, FIELD


def test_some_accounts_have_the_foreign_market_opened_first() -> None:
    stage = scene(world())
    rows = stage.diary.visits.add(40, account=5, at=0)

    for row in rows.tolist():
        inside(stage, Access(row, 0), stage.truth.open(5, "test", "test"))

    sheet = stage.diary.sheets["profile"]
    assert 5 < sheet.size < 35
    assert set(zip(sheet["field"].tolist(), sheet["action"].tolist(), strict=True)) == {(FIELD["market"], ADD)}
