"""What the machine API answers about customers, and how it refuses."""

from collections import Counter
from collections.abc import Iterable

from sekisho.authentication.types.authenticators import Authenticator
from sekisho.authentication.types.principals import Principal
from sekisho.kernel.moments import to_rfc3339
from sekisho.kernel.texts import Text
from sekisho.notices.types.contacts import Contact
from sekisho.notices.types.faults import BadAddressError
from sekisho.web.types.customers import WrongCustomerError
from sekisho.web.types.problems import Problem

_TITLE = Text("受け付けられませんでした", "This was not accepted")


def told(
    known: Principal, *, authenticators: Iterable[Authenticator], contacts: Iterable[Contact], frozen: bool, at: int
) -> dict[str, object]:
    """A customer as the firm's back end sees him: no address, no credential."""
    return {
        "account": known.account,
        "login": known.login,
        "language": known.language,
        "state": known.state.value,
        "facts": dict(known.facts),
        "registered": to_rfc3339(known.created),
        "ways_in": dict(sorted(Counter(each.factor.value for each in authenticators if each.active).items())),
        "contacts": [_contact(each, at) for each in contacts if each.ended is None],
        "frozen": frozen,
    }


def _contact(found: Contact, at: int) -> dict[str, object]:
    return {
        "id": found.id,
        "kind": found.kind.value,
        "proven": found.verified is not None,
        "fresh": found.is_fresh(at),
        "stale": found.stale_reason.value if found.stale_reason else None,
    }


def wrong_fields(error: WrongCustomerError) -> Problem:
    """Every field that is wrong, by name."""
    return Problem(
        status=422,
        code="bad_customer",
        title=_TITLE,
        detail=Text("次の項目を直してください。", "Please mend these fields."),
        extra={"fields": [{"field": each.field, "ja": each.text.ja, "en": each.text.en} for each in error.wrong]},
    )


def wrong_contact(error: BadAddressError) -> Problem:
    """The signed address is none of its kind."""
    return Problem(status=422, code="bad_address", title=_TITLE, detail=error.reason)


NOBODY = Problem(
    status=404,
    code="unknown",
    title=Text("見つかりません", "There is nobody of that name"),
    detail=Text(
        "口座の仮名または連絡先の番号を確かめてください。", "Check the account's pseudonym or the contact's id."
    ),
)
TAKEN = Problem(
    status=409,
    code="login_taken",
    title=_TITLE,
    detail=Text(
        "このログインIDは、ほかのお客さまが使っています。別のログインIDにしてください。",
        "Another customer has this login. Choose another one.",
    ),
)
NOT_SIGNED = Problem(
    status=409,
    code="signature_needed",
    title=_TITLE,
    detail=Text(
        "登録済みのお客さまの連絡先は、お客さまが署名し、実行の済んだ contact_change の操作で変えてください。"
        "パスワードは、お客さまがご自身の画面で変えます。",
        "Contacts of a registered customer are changed by a contact_change that he has signed and you have executed. "
        "Passwords he changes himself, on his own pages.",
    ),
)
SIGNED_ALREADY = Problem(
    status=409,
    code="already",
    title=_TITLE,
    detail=Text(
        "この連絡先は、すでに登録されているか、終了しています。GET で今の状態を確かめてください。",
        "This contact is there already, or has ended. See with GET how it stands.",
    ),
)
BUSY = Problem(
    status=503,
    code="busy",
    title=Text("混み合っています", "Busy"),
    detail=Text("数秒おいて、同じ内容を送り直してください。", "Send the same once more in a few seconds."),
    headers={"Retry-After": "2"},
)
