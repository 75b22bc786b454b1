"""Logins for the comparison of login scores."""

from datetime import datetime
from typing import Any

from tests.builders.evaluation import NOON

from sekisho.activity.types.events import Device, Login, LoginBody
from sekisho.activity.types.place import Place
from sekisho.kernel.moments import DAY, from_milliseconds
from sekisho.simulation.types.login_bench import Seen

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Mobile/15E148 Safari/604.1"
)
JAPAN, ABROAD = ("JP", 2516), ("US", 7018)


def moment(days: float) -> datetime:
    """Days after noon of the first day."""
    return from_milliseconds(NOON + round(days * DAY))


def login(account: str = "A", *, days: float = 0, ip: str | None = "203.0.113.5", **extra: Any) -> Login:
    """A successful login with password and code from a PC."""
    known: dict[str, Any] = {
        "id": f"{account}-{days}", "session": f"{account}-{days}", "channel": "web",
        "device": Device(id=f"cookie-{account}", user_agent=CHROME, language="ja"),
        "body": LoginBody(outcome="success", factors=("pwd", "sms_otp")),
    }  # fmt: skip
    return Login(account=account, at=moment(days), ip=ip, **(known | extra))


def place(ip: str) -> Place:
    """203.0.113.x and 192.0.2.x lie with one operator in Japan, IPv6 with none, everything else abroad."""
    home = ip.startswith(("203.0.113.", "192.0.2."))
    country, asn = JAPAN if home or ":" in ip else ABROAD
    return Place(
        country=country, asn=0 if ":" in ip else asn, hosting=False, vpn=False, tor=False, private_relay=False,
        network=ip.rpartition(".")[0],
    )  # fmt: skip


def seen(account: str = "A", **extra: Any) -> Seen:
    """A login and its place."""
    one = login(account, **extra)
    return Seen(one, place(one.ip or ""))
