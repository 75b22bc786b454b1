"""Read what the firm says of a customer, field by field; everything that is wrong is told at once."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from sekisho.kernel.texts import Text
from sekisho.notices.types.channels import ContactKind
from sekisho.web.rules.languages import LANGUAGES
from sekisho.web.types.customers import NewContact, NewCustomer, WrongCustomerError, WrongField

ACCOUNT = re.compile(r"[A-Za-z0-9._~-]{1,64}")
LONGEST_LOGIN = 128
LONGEST_PASSWORD = 1_024
MOST_CONTACTS = 20
MOST_FACTS = 32
LONGEST_FACT = 64
_FACT = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KINDS = {kind.value for kind in ContactKind}
_TOLD = frozenset({"account", "login", "language", "facts", "contacts", "password"})
_TEXTS = {
    "account": Text(
        "口座の仮名を、半角の英数字と . _ ~ - で64文字までで書いてください。",
        "Write the account's pseudonym in at most 64 of A-Z a-z 0-9 . _ ~ -.",
    ),
    "login": Text(
        f"ログインIDを、空白で始めも終わりもせず{LONGEST_LOGIN}文字までで書いてください。",
        f"Write the login in at most {LONGEST_LOGIN} characters, with no space at its ends.",
    ),
    "language": Text("ja か en を書いてください。", "Write ja or en."),
    "facts": Text(
        f"名前（英小文字）と値（{LONGEST_FACT}文字までの文字列・数・真偽）の組を、{MOST_FACTS}個までにしてください。",
        f"Give at most {MOST_FACTS} names (small letters) with values: a text of at most {LONGEST_FACT} characters, "
        "a number, or true or false.",
    ),
    "contacts": Text(
        f"連絡先を{MOST_CONTACTS}件までの配列で書いてください。", f"Give a list of at most {MOST_CONTACTS} contacts."
    ),
    "kind": Text("email・phone・post・app のどれかを書いてください。", "Write email, phone, post or app."),
    "address": Text("連絡先を文字列で書いてください。", "Write the address as a text."),
    "proven": Text("true か false を書いてください。", "Write true or false."),
    "password": Text(
        f"パスワードを{LONGEST_PASSWORD}文字までの文字列で書くか、項目ごと省いてください。",
        f"Write the password as a text of at most {LONGEST_PASSWORD} characters, or leave it out.",
    ),
    "unknown": Text("この項目はありません。名前を確かめてください。", "There is no such field. Check its name."),
}


def customer_in(document: Mapping[str, object], *, account: str | None = None) -> NewCustomer:
    """The customer of a document.

    Args:
        document: ``account``, ``login``, ``language``, ``facts``, ``contacts`` and ``password``, as JSON gives them.
        account: whose document it is, where the address says it; ``account`` may then be left out.

    Raises:
        WrongCustomerError: with every field that is wrong.

    """
    told = {"account": account, "language": "ja", "facts": {}, "contacts": [], "password": None, **document}
    if account is not None and told["account"] != account:
        told["account"] = None
    wrong = [name for name, right in _CHECKS.items() if not right(told.get(name))]
    faults = [_fault(name) for name in wrong]
    faults += [WrongField(field=name[:64], text=_TEXTS["unknown"]) for name in sorted(document.keys() - _TOLD)]
    contacts = told["contacts"] if "contacts" not in wrong else []
    faults += [each for place, one in enumerate(_list(contacts)) for each in _wrong_contact(one, place)]
    if faults:
        raise WrongCustomerError(*faults)
    return _customer(told)


def _customer(told: Mapping[str, Any]) -> NewCustomer:
    contacts = tuple(
        NewContact(kind=ContactKind(one["kind"]), address=one["address"], proven=one.get("proven", False))
        for one in told["contacts"]
    )
    return NewCustomer(
        account=told["account"], login=told["login"], language=told["language"], facts=dict(told["facts"]),
        contacts=contacts, password=told["password"],
    )  # fmt: skip


def _fault(name: str, place: int | None = None) -> WrongField:
    return WrongField(field=name if place is None else f"contacts[{place}].{name}", text=_TEXTS[name])


def _wrong_contact(one: object, place: int) -> list[WrongField]:
    if not isinstance(one, dict) or one.keys() - {"kind", "address", "proven"}:
        return [WrongField(field=f"contacts[{place}]", text=_TEXTS["unknown"])]
    rights = {
        "kind": isinstance(one.get("kind"), str) and one["kind"] in _KINDS,
        "address": isinstance(one.get("address"), str),
        "proven": isinstance(one.get("proven", False), bool),
    }
    return [_fault(name, place) for name, right in rights.items() if not right]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _is_login(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_LOGIN and value == value.strip() and value.isprintable()


def _are_facts(value: object) -> bool:
    if not isinstance(value, dict) or len(value) > MOST_FACTS:
        return False
    return all(_FACT.fullmatch(name) is not None and _is_fact(one) for name, one in value.items())


def _is_fact(value: object) -> bool:
    return isinstance(value, bool | int | float) or (isinstance(value, str) and len(value) <= LONGEST_FACT)


def _is_password(value: object) -> bool:
    return value is None or (isinstance(value, str) and 0 < len(value) <= LONGEST_PASSWORD)


_CHECKS: Mapping[str, Callable[[object], bool]] = {
    "account": lambda value: isinstance(value, str) and ACCOUNT.fullmatch(value) is not None,
    "login": _is_login,
    "language": lambda value: isinstance(value, str) and value in LANGUAGES,
    "facts": _are_facts,
    "contacts": lambda value: isinstance(value, list) and len(value) <= MOST_CONTACTS,
    "password": _is_password,
}
