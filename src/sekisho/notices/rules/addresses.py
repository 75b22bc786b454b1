"""How an address is spelt, so that the same one is recognised, and what of it may be shown."""

import re
from collections.abc import Callable, Mapping
from unicodedata import normalize

from sekisho.notices.types.channels import ContactKind
from sekisho.notices.types.faults import BadAddressError

LONGEST = 500
"""Characters of an address of any kind."""
_MAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_PHONE = re.compile(r"\+[1-9]\d{7,14}")
_DEVICE = re.compile(r"[!-~]{8,400}")


def spelt(kind: ContactKind, address: str) -> str:
    """The address in its one spelling: E.164 for telephones, small letters in a domain, half width.

    Raises:
        BadAddressError: it cannot be one of its kind.

    """
    plain = normalize("NFKC", address).strip()
    found = _SPELLINGS[kind](plain) if len(plain) <= LONGEST else None
    if not found:
        raise BadAddressError(kind)
    return found


def hint(kind: ContactKind, address: str) -> str:
    """Enough of the address for its owner to recognise it, too little for anybody to use."""
    if kind is ContactKind.EMAIL:
        mailbox, _, domain = address.partition("@")
        return f"{mailbox[:1]}***@{domain[:1]}***"
    if kind is ContactKind.PHONE:
        return f"***{address[-3:]}"
    return f"{address[:3]}***" if kind is ContactKind.POST else "***"


def _mail(plain: str) -> str | None:
    if not _MAIL.fullmatch(plain):
        return None
    mailbox, _, domain = plain.rpartition("@")
    return f"{mailbox}@{domain.lower()}"


def _phone(plain: str) -> str | None:
    digits = re.sub(r"[\s().\-‐‑‒–—―−ー]", "", plain)
    number = f"+81{digits[1:]}" if digits.startswith("0") else digits
    return number if _PHONE.fullmatch(number) else None


def _post(plain: str) -> str | None:
    lines = [" ".join(line.split()) for line in plain.split("\n")]
    return "\n".join(line for line in lines if line) if plain.replace("\n", "").isprintable() else None


_SPELLINGS: Mapping[ContactKind, Callable[[str], str | None]] = {
    ContactKind.EMAIL: _mail,
    ContactKind.PHONE: _phone,
    ContactKind.POST: _post,
    ContactKind.APP: lambda plain: plain if _DEVICE.fullmatch(plain) else None,
}
