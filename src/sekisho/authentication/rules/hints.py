"""Addresses for codes: whether one can be one, and how much of it may be shown."""

import re
import unicodedata

from sekisho.authentication.types.factors import FactorCode

_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{1,253}$)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
_PHONE = re.compile(r"\+[1-9][0-9]{7,14}")
_JAPAN = "+81"
_SHOWN = 4


def address_of(factor: FactorCode, typed: str) -> str | None:
    """An address in one spelling (telephone numbers as E.164), or None where it cannot be one."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if factor is FactorCode.EMAIL_OTP:
        local, at, domain = plain.rpartition("@")
        plain = local + at + domain.lower()
        return plain if _MAIL.fullmatch(plain) else None
    number = re.sub(r"[\s()\-‐‑–—ー−.]", "", plain)
    if number.startswith("0") and not number.startswith("00"):
        number = _JAPAN + number[1:]
    return number if _PHONE.fullmatch(number) else None


def hint_of(factor: FactorCode, address: str) -> str:
    """An address, mostly hidden: enough for its owner, too little for a stranger."""
    if factor is FactorCode.EMAIL_OTP:
        local, _, domain = address.rpartition("@")
        return f"{local[:1]}•••@{domain[:1]}•••.{domain.rpartition('.')[2]}"
    return f"•••{address[-_SHOWN:]}"
