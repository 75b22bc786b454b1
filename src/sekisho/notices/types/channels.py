"""By which ways a message can reach somebody, and what a contact on each of them is."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from sekisho.kernel.texts import Text


class Channel(StrEnum):
    """A way out of the house. The inbox in the app and on the web is always used and is none of these."""

    PUSH = "push"
    EMAIL = "email"
    SMS = "sms"
    POST = "post"


class ContactKind(StrEnum):
    """What somebody can be reached at."""

    EMAIL = "email"
    PHONE = "phone"
    POST = "post"
    APP = "app"


CHANNEL_OF: Mapping[ContactKind, Channel] = MappingProxyType(
    {
        ContactKind.EMAIL: Channel.EMAIL,
        ContactKind.PHONE: Channel.SMS,
        ContactKind.POST: Channel.POST,
        ContactKind.APP: Channel.PUSH,
    }
)
"""Each kind of contact has one channel."""
LABELS: Mapping[ContactKind, Text] = MappingProxyType(
    {
        ContactKind.EMAIL: Text("メールアドレス", "e-mail address"),
        ContactKind.PHONE: Text("携帯電話番号", "mobile number"),
        ContactKind.POST: Text("住所", "postal address"),
        ContactKind.APP: Text("アプリ", "app"),
    }
)
"""What people call each kind."""
