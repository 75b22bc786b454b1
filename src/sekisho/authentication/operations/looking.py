"""Write down that somebody of the staff looked at a customer: nobody's data are looked at without a trace."""

from django.db import transaction

from sekisho.authentication.operations.noting import note


@transaction.atomic
def look_at(*, account: str, by: str, at: int) -> None:
    """Note one look.

    Args:
        account: whose.
        by: id of the member of staff.
        at: in milliseconds.

    """
    note("authentication:customer:viewed", about=account, at=at, by=f"staff:{by}")
