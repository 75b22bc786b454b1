"""Lists the tables of the rooms so that Django finds them."""

from sekisho.authentication.models import *  # noqa: F403 - each room lists its own
from sekisho.firms.models import *  # noqa: F403
from sekisho.journal.models import Batch, Consumer, Entry
from sekisho.notices.models import *  # noqa: F403

__all__ = ["Batch", "Consumer", "Entry"]
