"""Dates and times as forms of the console send them: they mean Japan's."""

from sekisho.kernel.moments import from_rfc3339
from sekisho.kernel.texts import Text


class BadDateError(ValueError):
    """Something typed is no date. Attribute: ``text``, for people."""

    def __init__(self) -> None:
        self.text = Text("日付を正しく入れてください。", "Please give the dates as the fields show them.")
        super().__init__(self.text.en)


def day_in(word: str) -> int:
    """The beginning of a day (``2027-06-01``), in milliseconds.

    Raises:
        BadDateError: it is none.

    """
    return _moment(f"{word.strip()[:10]}T00:00:00+09:00")


def minute_in(word: str) -> int:
    """A minute (``2027-06-01T09:30``), in milliseconds.

    Raises:
        BadDateError: it is none.

    """
    return _moment(f"{word.strip()[:16]}:00+09:00")


def _moment(text: str) -> int:
    try:
        return from_rfc3339(text)
    except ValueError as error:
        raise BadDateError from error
