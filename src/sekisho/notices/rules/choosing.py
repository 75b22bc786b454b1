"""Which contacts are told of something. Pure; requirements C-11, C-16 and C-17."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sekisho.notices.types.channels import Channel
from sekisho.notices.types.contacts import Contact
from sekisho.notices.types.templates import SILENCEABLE, Reach, Template, Topic

PREFERENCE = (Channel.PUSH, Channel.EMAIL, Channel.SMS, Channel.POST)
"""Which channel is tried first, where one is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Whom to tell.

    Attributes:
        contacts: the contacts, in order of preference.
        independent: at least one is on a channel other than those to avoid.
        silenced: the customer wants nothing sent.

    """

    contacts: tuple[Contact, ...]
    independent: bool
    silenced: bool = False


def choose(
    template: Template,
    contacts: Collection[Contact],
    *,
    avoid: Collection[Channel],
    silenced: Collection[Topic],
    at: int,
) -> Choice:
    """The contacts that are told. The inbox is not a contact and is always used.

    Args:
        template: what is told.
        contacts: everything known about the subject, ended ones too.
        avoid: channels that whoever did it may control. They are used when nothing else is left: a message that an
            intruder can also read is better than none.
        silenced: topics that the customer switched off; only those that can be switched off count.
        at: now, in ms.

    """
    if template.topic in SILENCEABLE and template.topic in silenced:
        return Choice(contacts=(), independent=False, silenced=True)
    wanted = [contact for contact in _ordered(contacts) if _IS_TOLD[template.reach](contact, at)]
    elsewhere = [contact for contact in wanted if contact.channel not in avoid]
    told = wanted if template.reach is Reach.ALL else elsewhere or wanted
    kept = told[:1] if template.reach is Reach.ONE else told
    return Choice(contacts=tuple(kept), independent=bool(elsewhere))


def substitute(
    template: Template, contacts: Collection[Contact], *, avoid: Collection[Channel], tried: Collection[str], at: int
) -> Contact | None:
    """The next contact, where one did not get the message; None when all were tried."""
    rest = [each for each in _ordered(contacts) if each.id not in tried and _IS_TOLD[template.reach](each, at)]
    return min(rest, key=lambda each: each.channel in avoid, default=None)


def _ordered(contacts: Collection[Contact]) -> list[Contact]:
    """The preferred channel first, on it the contact proven last."""
    return sorted(
        contacts, key=lambda each: (PREFERENCE.index(each.channel), -(each.verified or 0), -each.created, each.id)
    )


_IS_TOLD: Mapping[Reach, Callable[[Contact, int], bool]] = {
    Reach.ONE: lambda contact, _: contact.usable,
    Reach.EVERY: lambda contact, _: contact.usable,
    Reach.ALL: lambda contact, at: contact.hears_changes(at),
}
