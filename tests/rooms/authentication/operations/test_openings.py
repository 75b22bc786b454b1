from tests.builders.passkeys import AT, Browser, somebody, told

from sekisho.authentication import models
from sekisho.authentication.operations.openings import forget_ceremonies


def test_old_ceremonies_are_cleared_away_and_that_is_written_down(database: str) -> None:
    browser = Browser()
    old = browser.begin_registration(somebody().ref, ttl=1_000)
    young = browser.begin_assertion(ttl=2_000)

    assert forget_ceremonies(before=AT + 1_500, at=AT + 9) == 1
    assert forget_ceremonies(before=AT + 1_500, at=AT + 9) == 0

    assert [row.pk for row in models.Ceremony.objects.all()] == [young.ceremony]
    assert old.ceremony
    assert [each["count"] for each in told("authentication:ceremonies:forgotten")] == [1]


def test_an_open_ceremony_keeps_with_what_people_came(database: str) -> None:
    """Those that stay open tell where people gave up."""
    options = Browser().begin_assertion()

    row = models.Ceremony.objects.get(pk=options.ceremony)

    assert row.demands["visit"] == {"channel": "web", "client": "", "user_agent": "Test/1"}
