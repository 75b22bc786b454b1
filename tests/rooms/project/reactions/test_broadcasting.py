"""What every customer is told, from the journal to the inboxes."""

import json
from importlib.resources import files

import pytest
from tests.builders.signing_in import agent, customer, staff

from sekisho.authentication.operations.policies import approve, draft, publish, review
from sekisho.authentication.operations.policy_overrides import approve_override, draft_override
from sekisho.authentication.operations.policy_sunsets import approve_sunset, draft_sunset, publish_sunset
from sekisho.authentication.queries.policies import effective
from sekisho.authentication.rules.policy.loading import load_policy
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.kinds import KINDS
from sekisho.authentication.types.policy import Override, Sunset
from sekisho.journal.queries.reading import read
from sekisho.journal.types.entry import Entry
from sekisho.kernel.moments import DAY, to_rfc3339
from sekisho.kernel.texts import Text
from sekisho.notices.operations.broadcasts import begin_broadcast
from sekisho.notices.queries.broadcasts import broadcasts_of, open_broadcasts
from sekisho.notices.queries.notices import inbox
from sekisho.project.reactions.broadcasting import BROADCASTS, PAGE, _ends, broadcast, continue_broadcasts
from sekisho.web.operations.resources import safe

AT = 1_796_600_000_000
FIRM = Text("見本証券", "Sample Securities")


def ending(factor: FactorCode, at: int) -> Sunset:
    return Sunset(
        factor=factor, announced=AT, stop_enrol=AT, stop_use=at, replacement=FactorCode.PASSKEY_SYNCED,
        reason=Text("詐欺", "fraud"),
    )  # fmt: skip


def shipped_policy() -> dict[str, object]:
    """The product's own policy as a document."""
    loaded = load_policy((files("sekisho.authentication") / "data" / "policy.toml").read_text(), source="policy.toml")
    return dict(loaded.document)


@pytest.fixture
def office(fresh_database: str) -> tuple[str, str, str]:
    """Three members of staff."""
    one, two, three = (staff(name).ref for name in ("s-1", "s-2", "s-3"))
    return one, two, three


def heard(kind: str) -> list[tuple[str, dict[str, object]]]:
    """What everybody is told once the last entry of the kind is reacted to, twice."""
    entry = [each for each in read(limit=1_000) if each.kind == kind][-1]
    for _ in range(2):
        broadcast(entry, AT)
    return [(each.template, dict(each.facts)) for each in broadcasts_of(source=entry.position)]


def moved(office: tuple[str, str, str], name: str, sunset: Sunset, at: int) -> list[tuple[str, dict[str, object]]]:
    """The end of a factor, changed by those who may."""
    author, second, third = office
    draft_sunset(identifier=name, sunset=sunset, author=author, at=at)
    for by in (second, third):
        approve_sunset(sunset=name, by=by, evidence=f"ev-{by}", at=at)
    publish_sunset(sunset=name, by=author, firm=FIRM, at=at)
    return heard("authentication:sunset:published")


def test_the_end_of_a_factor_is_told_first_as_news_and_then_as_a_change(office: tuple[str, str, str]) -> None:
    first, later = ending(FactorCode.TOTP, AT + 300 * DAY), ending(FactorCode.TOTP, AT + 400 * DAY)

    label = Text("認証アプリの数字", "Code of an authenticator app")
    assert moved(office, "su-1", first, AT) == [("policy_sunset", {"factor": label, "last_day": first.stop_use - 1})]
    assert moved(office, "su-2", later, AT + DAY) == [
        ("policy_sunset_moved", {"factor": label, "last_day": later.stop_use - 1})
    ]


@pytest.mark.parametrize(("public", "count"), [(True, 1), (False, 0)])
def test_an_emergency_is_told_where_it_was_published(office: tuple[str, str, str], public: object, count: int) -> None:
    author, second, third = office
    rule = next(iter(effective(AT).rules))
    override = Override(
        id="ov-1", rules=frozenset({rule.id}), starts=AT, ends=AT + DAY, reason=Text("障害", "a fault"),
        operations=frozenset({OperationCode.WITHDRAW}), compensations=frozenset({"call_back"}),
    )  # fmt: skip
    draft_override(override=override, public=bool(public), author=author, at=AT)
    for by in (second, third):
        approve_override(override="ov-1", by=by, evidence=f"ev-{by}", firm=FIRM, at=AT)

    told = heard("authentication:override:approved")

    assert told == [("policy_override", {"operation": Text("出金", "Withdrawal"), "until": AT + DAY})][:count]


def test_a_new_policy_is_told_with_its_day(office: tuple[str, str, str]) -> None:
    author, second, third = office
    document = {**shipped_policy(), "effective_from": to_rfc3339(AT + 60 * DAY)[:10]}
    made = draft(identifier="po-1", document=document, author=author, reason=Text("改定", "a revision"), at=AT)
    review(version="po-1", by=second, impact={}, at=AT)
    for by in (second, third):
        approve(version="po-1", by=by, evidence=f"ev-{by}", at=AT)
    publish(version="po-1", by=author, firm=FIRM, at=AT)

    ((template, facts),) = heard("authentication:policy:published")

    assert (template, facts["day"]) == ("policy_schedule", made.effective_from)


def test_every_customer_is_told_and_nobody_else(database: str) -> None:
    for number in range(PAGE + 3):
        customer(f"a-{number}")
    agent("g-1")
    begin_broadcast(source=9, template="policy_override", facts={"until": AT}, safe=safe(), at=AT)

    rounds = 0
    while continue_broadcasts(AT):
        rounds += 1

    assert rounds == 3  # two pages, and one look that finds nobody
    assert open_broadcasts() == ()
    assert all(len(inbox(subject=f"a-{number}")) == 1 for number in range(PAGE + 3))
    assert inbox(subject="agent:g-1") == ()


def test_every_kind_that_is_broadcast_exists() -> None:
    assert set(KINDS) >= BROADCASTS


def test_an_emergency_that_is_not_known_is_not_told(database: str) -> None:
    payload = json.dumps({"record": "none"}).encode()
    broadcast(Entry(7, 1, "authentication:override:approved", "staff:s-1", AT, payload, None, bytes(32)), AT)

    assert open_broadcasts() == ()


def test_a_change_of_ends_that_changes_none_is_not_told(database: str) -> None:
    payload = json.dumps({"record": "none"}).encode()
    broadcast(Entry(7, 1, "authentication:sunset:published", "staff:s-1", AT, payload, None, bytes(32)), AT)

    assert open_broadcasts() == ()


def test_one_end_is_told_by_its_name_and_of_several_the_first_day() -> None:
    sms, totp = ending(FactorCode.SMS_OTP, AT + 2 * DAY), ending(FactorCode.TOTP, AT + DAY)

    assert _ends([sms]) == {"factor": Text("SMSの数字", "Code by SMS"), "last_day": AT + 2 * DAY - 1}
    assert _ends([sms, totp]) == {"factor": Text("一部の認証手段", "some ways to log in"), "last_day": AT + DAY - 1}
