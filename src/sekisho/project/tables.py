"""Which database this process uses, and whether its tables are ready. Import it once Django is set up."""

from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from sekisho.kernel.texts import Text
from sekisho.project.databases import database

MIGRATE = "sekisho migrate"


class NotPreparedError(Exception):
    """The database's tables are missing or older than the program; ``reason`` says what to do."""

    def __init__(self) -> None:
        self.reason = Text(
            f"データベースの表が、このプログラムより古いか、まだありません。`{MIGRATE}` を実行してください。",
            f"The database's tables are missing or older than this program. Run `{MIGRATE}`.",
        )
        super().__init__(self.reason.en)


def use(url: str) -> None:
    """Point this process at another database than the environment's.

    Raises:
        BadDatabaseUrlError: the address names no usable database.

    """
    chosen = connections.configure_settings({"default": database(url)})
    connections.close_all()
    for known in connections.all(initialized_only=True):
        del connections[known.alias]
    connections.settings.update(chosen)


def prepare(*, url: str | None = None) -> None:
    """Make the database ready: the embedded one is created and brought up to date by itself.

    Args:
        url: another database than the environment's.

    Raises:
        BadDatabaseUrlError: the address names no usable database.
        NotPreparedError: a database server whose tables are not up to date; they change only when asked to.
        django.db.OperationalError: the database cannot be reached.

    """
    if url:
        use(url)
    _make_room()
    if _is_current():
        return
    if connection.vendor != "sqlite":
        raise NotPreparedError
    migrate()


def migrate() -> None:
    """Bring the tables up to date."""
    _make_room()
    call_command("migrate", verbosity=0, interactive=False)


def _make_room() -> None:
    """The folder of the embedded database, for its owner only."""
    if connection.vendor == "sqlite":
        Path(str(connection.settings_dict["NAME"])).parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def _is_current() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
