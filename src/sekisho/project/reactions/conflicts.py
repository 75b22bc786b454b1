"""Do again what the database gave up in favour of somebody else, without calling it a failure.

Two transactions that wait for each other never end by themselves. PostgreSQL notices after a second, ends one of them
and keeps the other; nothing of the one that was ended counts, and done again it goes well.
"""

import logging
from collections.abc import Callable

from django.db import OperationalError

_LOG = logging.getLogger("sekisho.reactions")
_SERIALIZATION_FAILURE, _DEADLOCK_DETECTED = "40001", "40P01"
_GIVEN_UP = frozenset({_SERIALIZATION_FAILURE, _DEADLOCK_DETECTED})
TRIES = 5
"""So often; after that it is no chance, and counts as a failure."""
_REST = 0.05


def again(deed: Callable[[], object], *, wait: Callable[[float], object]) -> None:
    """Do something, and do it again where the database ended it in favour of another transaction.

    Args:
        deed: a whole transaction; nothing of it is left when it fails.
        wait: rests for so many seconds, a little longer each time.

    Raises:
        django.db.OperationalError: the database failed otherwise, or gave it up ``TRIES`` times.

    """
    for count in range(1, TRIES):
        try:
            deed()
        except OperationalError as error:
            if not given_up(error):
                raise
            _LOG.info("given up for another transaction, so once more: %s", " ".join(str(error).split()))
        else:
            return
        wait(count * _REST)
    deed()


def given_up(error: OperationalError) -> bool:
    """Whether the database ended this transaction for another one's sake; SQLite, where writers queue, never does."""
    return getattr(error.__cause__, "sqlstate", None) in _GIVEN_UP
