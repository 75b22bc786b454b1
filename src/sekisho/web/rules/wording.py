"""How moments, money and half-hidden values are written for people."""

from sekisho.kernel.moments import from_milliseconds

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS_JA = "月火水木金土日"
_DAYS_EN = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_HIDDEN = "•"


def day_of(at: int, language: str) -> str:
    """``2026年12月1日（火）`` or ``Tue 1 Dec 2026``, in Japan's calendar."""
    found = from_milliseconds(at)
    if language == "ja":
        return f"{found.year}年{found.month}月{found.day}日（{_DAYS_JA[found.weekday()]}）"
    return f"{_DAYS_EN[found.weekday()]} {found.day} {_MONTHS[found.month - 1]} {found.year}"


def moment_of(at: int, language: str) -> str:
    """The day and the time of day in Japan, to the minute."""
    found = from_milliseconds(at)
    zone = "" if language == "ja" else " JST"
    return f"{day_of(at, language)} {found:%H:%M}{zone}"


def yen_of(amount: int, language: str) -> str:
    """``1,234円`` or ``¥1,234``."""
    sign = "-" if amount < 0 else ""
    return f"{amount:,}円" if language == "ja" else f"{sign}¥{abs(amount):,}"


def masked(value: str, *, shown: int = 4) -> str:
    """All but the last signs hidden; never more than half is shown."""
    kept = min(shown, len(value) // 2)
    return _HIDDEN * (len(value) - kept) + (value[-kept:] if kept else "")
