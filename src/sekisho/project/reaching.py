"""Say on the command line what stands between a command and its database."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from django.db import DatabaseError

from sekisho.project.databases import BadDatabaseUrlError
from sekisho.project.language import speak
from sekisho.project.tables import NotPreparedError


@contextmanager
def database_faults_told() -> Iterator[None]:
    """Whatever is wrong with the database or a file ends the command with one clear line.

    Raises:
        click.ClickException: the database is missing, old, away or full, or its address names none.

    """
    try:
        yield
    except NotPreparedError as error:
        raise click.ClickException(speak(error.reason)) from error
    except (BadDatabaseUrlError, DatabaseError, OSError) as error:
        raise click.ClickException(" ".join(str(error).split())) from error
