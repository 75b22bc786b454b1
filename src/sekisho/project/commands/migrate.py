"""``sekisho migrate``: brings a database server's tables up to date."""

import click
from django.db import DatabaseError

from sekisho.kernel.texts import Text
from sekisho.project.databases import BadDatabaseUrlError
from sekisho.project.language import speak
from sekisho.project.tables import migrate as bring_up_to_date
from sekisho.project.tables import use


@click.command()
@click.option("--database", "url", metavar="URL", help="データベース / database. [SEKISHO_DATABASE_URL]")
def migrate(url: str | None) -> None:
    """データベースの表を最新にします / Bring the database's tables up to date.

    組み込みのSQLiteでは自動で行われるため、要りません。 Not needed for the embedded SQLite, which does it by itself.
    """
    try:
        if url:
            use(url)
        bring_up_to_date()
    except (BadDatabaseUrlError, DatabaseError) as error:
        raise click.ClickException(" ".join(str(error).split())) from error
    click.echo(speak(Text("データベースの表は最新です。", "The database's tables are up to date.")))
