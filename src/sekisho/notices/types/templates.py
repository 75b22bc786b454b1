"""A message as data: both languages, versioned, with what it may hold and whom it reaches."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LANGUAGES = ("ja", "en")


class Reach(StrEnum):
    """Which contacts are told, besides the inbox.

    ``one``: the best one on a channel other than the one used. ``every``: every current one on other channels.
    ``all``: all current and all previous ones, whatever was used (requirement C-11).
    """

    ONE = "one"
    EVERY = "every"
    ALL = "all"


class Topic(StrEnum):
    """What a message is about. Only executions can be switched off (requirement C-16)."""

    ACCESS = "access"
    ORDER = "order"
    EXECUTION = "execution"
    CASH = "cash"
    IDENTITY = "identity"
    AUTHENTICATOR = "authenticator"
    POLICY = "policy"
    FREEZE = "freeze"


SILENCEABLE = frozenset({Topic.EXECUTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One language of a message: ``title`` and ``text`` for mail, inbox and letter; ``short`` for SMS and push."""

    title: str
    text: str
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One message.

    Attributes:
        name: its name, the file's too.
        version: raised with every change.
        topic: what it is about.
        reach: which contacts are told.
        answer: it carries a code for "this was not me".
        hours: how long it is news; it is not sent later.
        facts: names of the places it fills.
        wordings: by language.
        digest: SHA-256 of all that.

    """

    name: str
    version: int
    topic: Topic
    reach: Reach
    answer: bool
    hours: int
    facts: tuple[str, ...]
    wordings: Mapping[str, Wording]
    digest: str
