"""Short messages and app push, through a carrier who speaks JSON over HTTPS (see ``docs/reference/notices.md``).

A firm's own carrier speaks some other dialect; a few lines in front of it translate, and those lines hold no secret of
ours but the key.
"""

from dataclasses import dataclass
from http import HTTPStatus

import httpx

from sekisho.notices.rules.callbacks import NOBODY
from sekisho.notices.types.channels import Channel
from sekisho.notices.types.deliveries import Accepted, Deferred, Outcome, Outgoing, Refused

_PATHS = {Channel.SMS: "sms", Channel.PUSH: "push"}
_AGAIN = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)
"""Answers that are ours to mend, or that pass: the message waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierOutlet:
    """One carrier.

    Attributes:
        client: the HTTP client, with the carrier's address, our key to it and the time it may take.
        channel: ``Channel.SMS`` or ``Channel.PUSH``.

    """

    client: httpx.Client
    channel: Channel

    def send(self, message: Outgoing) -> Outcome:
        """Hand the message over; its name goes along, so that a repeat is not sent twice."""
        body = {
            "to": message.address,
            "title": message.title,
            "text": message.text,
            "language": message.language,
            "reference": message.token,
        }
        try:
            answer = self.client.post(_PATHS[self.channel], json=body, headers={"Idempotency-Key": message.delivery})
        except httpx.HTTPError as error:
            return Deferred(trouble=f"{type(error).__name__}: {error}")
        return _outcome(answer)


def client_for(*, url: str, key: str, timeout: float = 10.0) -> httpx.Client:
    """A client for a carrier.

    Raises:
        ValueError: the address is neither HTTPS nor on this machine.

    """
    address = httpx.URL(url)
    if address.scheme != "https" and address.host not in {"localhost", "127.0.0.1", "::1"}:
        message = f"messages to {address.host} must be encrypted: give an https address"
        raise ValueError(message)
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.Client(base_url=address, headers=headers, timeout=timeout, follow_redirects=False)


def _outcome(answer: httpx.Response) -> Outcome:
    said = _said(answer)
    if answer.is_success:
        return Accepted(reference=str(said.get("id", "")))
    word = str(said.get("error", ""))
    trouble = f"{answer.status_code} {word}".strip()
    if answer.is_client_error and answer.status_code not in _AGAIN:
        return Refused(trouble=trouble, hard=word in NOBODY)
    return Deferred(trouble=trouble)


def _said(answer: httpx.Response) -> dict[str, object]:
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
