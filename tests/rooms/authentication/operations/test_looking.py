"""Who looked at a customer is written down."""

from tests.builders.signing_in import AT, kinds

from sekisho.authentication.operations.looking import look_at


def test_a_look_stands_in_the_journal(database: str) -> None:
    look_at(account="A-1", by="sato", at=AT)

    assert kinds()[-1] == "authentication:customer:viewed"
