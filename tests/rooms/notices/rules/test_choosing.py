"""Whom to tell: the rule, in sentences and in properties (C-11, C-16, C-17)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from builders.notices import AT, a_contact, a_template
from sekisho.kernel.moments import DAY
from sekisho.notices.rules.choosing import choose, substitute
from sekisho.notices.types.channels import Channel, ContactKind
from sekisho.notices.types.contacts import Contact, EndReason, StaleReason
from sekisho.notices.types.templates import Reach, Topic

MAIL, PHONE, APP = a_contact(), a_contact(ContactKind.PHONE), a_contact(ContactKind.APP)
PREVIOUS = a_contact(ended=AT - DAY, ended_reason=EndReason.REPLACED, reachable_until=AT + DAY)
FORGOTTEN = a_contact(ended=AT - DAY, ended_reason=EndReason.REPLACED, reachable_until=AT)
STALE = a_contact(stale_since=AT - 1, stale_reason=StaleReason.BOUNCED)
UNPROVEN = a_contact(verified=None, fresh_until=None)
EVERYTHING = (MAIL, PHONE, APP, PREVIOUS, FORGOTTEN, STALE, UNPROVEN)
ONE, EVERY, ALL = (a_template(reach=reach) for reach in (Reach.ONE, Reach.EVERY, Reach.ALL))
EXECUTION = a_template(topic=Topic.EXECUTION)


def told(template: object, avoid: set[Channel] = frozenset(), silenced: set[Topic] = frozenset()) -> list[Contact]:  # type: ignore[assignment]
    return list(choose(template, EVERYTHING, avoid=avoid, silenced=silenced, at=AT).contacts)  # type: ignore[arg-type]


def test_an_ordinary_notice_goes_to_the_best_contact() -> None:
    assert told(ONE) == [APP]


def test_it_goes_to_a_channel_other_than_the_one_used() -> None:
    assert told(ONE, avoid={Channel.PUSH}) == [MAIL]
    assert told(EVERY, avoid={Channel.PUSH, Channel.EMAIL}) == [PHONE]


def test_where_there_is_no_other_channel_it_goes_out_all_the_same_and_says_so() -> None:
    choice = choose(ONE, [MAIL], avoid={Channel.EMAIL}, silenced=(), at=AT)

    assert choice.contacts == (MAIL,)
    assert not choice.independent


def test_a_change_is_told_to_all_contacts_before_and_after_it_whatever_was_used() -> None:
    assert set(told(ALL, avoid=set(Channel))) == {MAIL, PHONE, APP, PREVIOUS, STALE}


def test_the_contact_proven_last_comes_first_on_its_channel() -> None:
    newer = a_contact(verified=AT + 1)

    assert choose(ONE, [MAIL, newer], avoid=(), silenced=(), at=AT).contacts == (newer,)


def test_only_executions_can_be_switched_off() -> None:
    silent = choose(EXECUTION, EVERYTHING, avoid=(), silenced=set(Topic), at=AT)

    assert (silent.contacts, silent.silenced) == ((), True)
    assert told(ONE, silenced=set(Topic)) == [APP]
    assert told(EXECUTION) == [APP]


def test_where_a_message_is_lost_the_next_contact_is_tried_best_on_another_channel() -> None:
    def following(*tried: Contact) -> Contact | None:
        return substitute(ONE, EVERYTHING, avoid={Channel.PUSH}, tried={each.id for each in tried}, at=AT)

    assert following() == MAIL
    assert following(MAIL) == PHONE
    assert following(MAIL, PHONE) == APP
    assert following(MAIL, PHONE, APP) is None


moments = st.none() | st.integers(AT - DAY, AT + DAY)


@st.composite
def contacts(draw: st.DrawFn) -> Contact:
    verified, stale, ended = draw(moments), draw(moments), draw(moments)
    return a_contact(
        draw(st.sampled_from(list(ContactKind))),
        verified=verified,
        fresh_until=None if verified is None else verified + DAY,
        stale_since=stale,
        stale_reason=None if stale is None else StaleReason.BOUNCED,
        ended=ended,
        ended_reason=None if ended is None else EndReason.REMOVED,
        reachable_until=None if ended is None else ended + DAY,
    )


@settings(deadline=None)
@given(st.lists(contacts(), max_size=8), st.sets(st.sampled_from(list(Channel))), st.sampled_from(list(Reach)))
def test_the_used_channel_is_never_chosen_while_another_one_reaches(
    known: list[Contact], avoid: set[Channel], reach: Reach
) -> None:
    choice = choose(a_template(reach=reach), known, avoid=avoid, silenced=set(Topic), at=AT)

    chosen = [contact.channel for contact in choice.contacts]
    assert choice.independent == any(channel not in avoid for channel in chosen)
    if reach is not Reach.ALL and any(contact.usable and contact.channel not in avoid for contact in known):
        assert not avoid & set(chosen)


@settings(deadline=None)
@given(st.lists(contacts(), max_size=8), st.sets(st.sampled_from(list(Channel))))
def test_no_contact_that_was_ever_proven_is_left_out_of_a_change(known: list[Contact], avoid: set[Channel]) -> None:
    choice = choose(ALL, known, avoid=avoid, silenced=(), at=AT)

    assert set(choice.contacts) == {contact for contact in known if contact.hears_changes(AT)}
    assert len(choice.contacts) == len(set(choice.contacts))


@settings(deadline=None)
@given(st.lists(contacts(), max_size=8), st.sampled_from(list(Topic)))
def test_nothing_but_executions_is_ever_silenced(known: list[Contact], topic: Topic) -> None:
    template = a_template(topic=topic, reach=Reach.EVERY)
    choice = choose(template, known, avoid=(), silenced=set(Topic), at=AT)

    usable = {contact for contact in known if contact.usable}
    assert set(choice.contacts) == (set() if topic is Topic.EXECUTION else usable)


@settings(deadline=None)
@given(st.permutations(EVERYTHING))
def test_the_order_of_the_rows_makes_no_difference(known: list[Contact]) -> None:
    assert choose(EVERY, known, avoid=(), silenced=(), at=AT).contacts == tuple(told(EVERY))
