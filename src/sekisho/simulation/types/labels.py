"""The truth, kept apart from the events: one line of ``labels.ndjson`` each."""

from typing import Literal

from msgspec import Struct


class Incident(Struct, frozen=True, kw_only=True):
    """One account in foreign hands for a while.

    ``kind`` is ``hijack`` when the intruder got in, ``attempt`` when every try to sign in failed. ``from`` and ``to``
    are RFC 3339 moments of its first and last bad event. ``value_lost`` (yen) is what was paid for bought names above
    their price before the pump; ``value_at_risk`` (yen) is all that was bought. ``can_answer`` lists the kinds of
    authenticator with which the intruder can answer a challenge during the incident; ``phr`` stands for every
    phishing-resistant one.
    """

    incident: int
    account: str
    start: str
    to: str
    kind: Literal["hijack", "attempt"]
    variant: str
    campaign: str
    value_lost: int
    value_at_risk: int
    sold: int
    symbols: tuple[str, ...]
    can_answer: tuple[str, ...]

    def line(self) -> dict[str, object]:
        """The label as it is written: ``start`` is spelled ``from``."""
        names = ("incident", "account", "start", "to", "kind", "variant", "campaign", "value_lost", "value_at_risk")
        line = {"from" if name == "start" else name: getattr(self, name) for name in names}
        return line | {"sold": self.sold, "symbols": list(self.symbols), "can_answer": list(self.can_answer)}


class Beneficiary(Struct, frozen=True, kw_only=True):
    """An account that bought before and sold into a pump; ``gain`` in yen."""

    account: str
    start: str
    to: str
    campaign: str
    symbol: str
    gain: int

    def line(self) -> dict[str, object]:
        """The label as it is written."""
        return {
            "account": self.account, "from": self.start, "to": self.to, "kind": "beneficiary",
            "campaign": self.campaign, "symbol": self.symbol, "gain": self.gain,
        }  # fmt: skip


class BadEvent(Struct, frozen=True, kw_only=True):
    """One event the intruder caused, in answer to which incident."""

    event: str
    incident: int

    def line(self) -> dict[str, object]:
        """The label as it is written."""
        return {"event": self.event, "truth": "bad", "incident": self.incident}
