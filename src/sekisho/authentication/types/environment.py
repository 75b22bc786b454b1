"""What somebody's device can do, in words."""

from dataclasses import dataclass
from enum import StrEnum

from sekisho.kernel.texts import Text


class Way(StrEnum):
    """Ways to hold a passkey, and the one without any device of one's own."""

    THIS_DEVICE = "this_device"
    OTHER_PHONE = "other_phone"
    SECURITY_KEY = "security_key"
    CARD = "card"


class Works(StrEnum):
    """Whether a way works here."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One way.

    Attributes:
        way: which.
        works: whether it works here.
        label: what people call it.
        next_step: what to do now.
        hint: what to ask the browser for (``RelyingParty`` hints); empty where it is no passkey.

    """

    way: Way
    works: Works
    label: Text
    next_step: Text
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """What the device can do.

    Attributes:
        methods: every way, the best for this device first.
        autofill: the browser offers passkeys in the login field.
        in_passing: the browser can register after a login without asking (conditional create).
        embedded: the page is shown inside an app, where passkeys often do not work.
        advice: what to change so that more works; None where there is nothing.

    """

    methods: tuple[Method, ...]
    autofill: bool
    in_passing: bool
    embedded: bool
    advice: Text | None

    @property
    def best(self) -> Method:
        """The way to offer first; there always is one."""
        return self.methods[0]
