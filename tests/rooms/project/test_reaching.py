"""A command that cannot reach its database says so in one line."""

import click
import pytest
from django.db import OperationalError

from sekisho.project.databases import BadDatabaseUrlError
from sekisho.project.reaching import database_faults_told
from sekisho.project.tables import NotPreparedError


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NotPreparedError(), "sekisho migrate"),
        (BadDatabaseUrlError("nonsense"), "nonsense"),
        (OperationalError("no\n  server"), "no server"),
        (OSError(28, "No space left on device"), "No space left on device"),
    ],
)
def test_what_is_wrong_with_the_database_is_told_in_one_line(error: Exception, said: str) -> None:
    with pytest.raises(click.ClickException, match=said), database_faults_told():
        raise error


def test_what_is_nobodys_fault_but_the_programs_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError), database_faults_told():
        raise ZeroDivisionError
