from builders.notices import AT, SAFE
from sekisho.notices.operations.broadcasts import begin_broadcast
from sekisho.notices.queries.broadcasts import broadcasts_of, open_broadcasts


def test_the_oldest_broadcast_comes_first(database: str) -> None:
    for source in (2, 1):
        begin_broadcast(source=source, template="policy_override", facts={"until": AT}, safe=SAFE, at=AT - source)

    assert [each.source for each in open_broadcasts()] == [2, 1]
    assert broadcasts_of(source=1)[0].facts == {"until": AT}
    assert broadcasts_of(source=3) == ()
