"""What may be shared by strangers without suspicion, and how much of it."""

from dataclasses import dataclass

from sekisho.kernel.moments import DAY, HOUR
from sekisho.kernel.texts import Text


@dataclass(frozen=True, slots=True)
class Sharing:
    """When a kind of key is shared too much.

    At least ``accounts`` risky accounts within ``window`` (ms), and these at least ``share`` of all accounts of
    the key. ``common`` is the chance that an unrelated account shows a given value.
    """

    kind: str
    window: int
    accounts: int
    share: float
    common: float
    text: Text


def _said(ja: str, en: str) -> Text:
    return Text(
        f"同じ{ja}から無関係の{{risky_accounts}}口座に{{minutes}}以内に不審なアクセスがありました"
        "（偶然なら{risky_accounts_usual}口座）。",
        f"{{risky_accounts}} unrelated accounts were entered in unusual sessions from one {en} within {{minutes}} "
        "(by chance: {risky_accounts_usual}).",
    )


SHARINGS = (
    Sharing("device", DAY, 3, 0.5, 0.00001, _said("端末", "device")),
    Sharing("network", HOUR, 4, 0.3, 0.001, _said("回線", "network")),
    Sharing("trace", HOUR, 5, 0.5, 0.001, _said("自動操作の痕跡", "automation trace")),
)
"""Kinds of keys with their bounds."""
