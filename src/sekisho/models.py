"""Lists the tables of the rooms so that Django finds them."""

from sekisho.journal.models import Batch, Consumer, Entry

__all__ = ["Batch", "Consumer", "Entry"]
