"""Tell programs that log in with a customer's own password which door is meant for them (C-25)."""

from collections.abc import Collection

from django.db import transaction

from sekisho.authentication.operations.noting import note
from sekisho.authentication.rules.scraping import refusal_of
from sekisho.authentication.types.principals import Visit
from sekisho.kernel.texts import Text


def refuse_program(*, visit: Visit, at: int, named: Collection[str] = ()) -> Text | None:
    """The notice for a program that says what it is, written down; None for whatever may be a browser.

    Ask before anything that was typed is looked at: nothing is counted and nothing checked.

    Args:
        visit: from where.
        at: in milliseconds.
        named: further telltales that the firm knows, in small letters.

    """
    told = refusal_of(visit.user_agent, named=named)
    if told is not None:
        with transaction.atomic():
            note("authentication:login:program_refused", about="", at=at, user_agent=visit.user_agent[:128])
    return told
