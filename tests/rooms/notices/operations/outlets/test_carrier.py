"""Short messages and push through a carrier on this machine that speaks the protocol."""

from collections.abc import Iterator

import httpx
import pytest

from builders.notices import AT
from harness.carrier import KEY, Carrier, carrier
from sekisho.notices.operations.outlets.carrier import CarrierOutlet, client_for
from sekisho.notices.types.channels import Channel
from sekisho.notices.types.deliveries import Accepted, Deferred, Outcome, Outgoing, Refused

TO = "+819012345678"
TOKEN = "a.b"  # noqa: S105 - a name, not a secret


@pytest.fixture
def other() -> Iterator[Carrier]:
    with carrier() as running:
        yield running


def send(url: str, *, channel: Channel = Channel.SMS, key: str = KEY, timeout: float = 5.0) -> Outcome:
    message = Outgoing(
        delivery="d-1", token=TOKEN, address=TO, title="題", text="本文", language="ja", at=AT
    )  # fmt: skip
    with client_for(url=url, key=key, timeout=timeout) as client:
        return CarrierOutlet(client=client, channel=channel).send(message)


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.PUSH])
def test_a_message_is_handed_over_with_its_name(other: Carrier, channel: Channel) -> None:
    assert send(other.url, channel=channel) == Accepted(reference="c-d-1")
    assert other.taken == {
        "d-1": {"to": TO, "title": "題", "text": "本文", "language": "ja", "reference": "a.b"},
    }


def test_a_repeat_is_not_sent_twice(other: Carrier) -> None:
    assert send(other.url) == send(other.url)
    assert (other.asked, len(other.taken)) == (2, 1)


@pytest.mark.parametrize(
    ("status", "said", "outcome"),
    [
        (404, '{"error": "unknown_number"}', Refused(trouble="404 unknown_number", hard=True)),
        (410, '{"error": "unregistered"}', Refused(trouble="410 unregistered", hard=True)),
        (422, '{"error": "too_long"}', Refused(trouble="422 too_long")),
        (400, "no json", Refused(trouble="400")),
        (400, "[]", Refused(trouble="400")),
        (429, '{"error": "slower"}', Deferred(trouble="429 slower")),
        (500, "", Deferred(trouble="500")),
        (302, "", Deferred(trouble="302")),
    ],
)
def test_what_the_carrier_says_is_understood(other: Carrier, status: int, said: str, outcome: Outcome) -> None:
    other.refuses[TO] = status, said

    assert send(other.url) == outcome


def test_a_wrong_key_is_ours_to_mend_and_the_message_waits(other: Carrier) -> None:
    assert send(other.url, key="wrong") == Deferred(trouble="401 key")


def test_a_carrier_that_is_down_makes_the_message_wait() -> None:
    assert isinstance(send("http://127.0.0.1:1"), Deferred)


def test_no_message_crosses_a_network_in_the_clear() -> None:
    with pytest.raises(ValueError, match="must be encrypted"):
        client_for(url="http://carrier.example", key=KEY)
    with client_for(url="https://carrier.example/v1", key=KEY) as client:
        assert isinstance(client, httpx.Client)
