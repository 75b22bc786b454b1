"""Whatever a browser posts is read, or refused with a reason."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.authenticator import ORIGIN, SoftAuthenticator, b64
from tests.builders.ceremonies import CHALLENGE, HANDLE, bound, creation, request

from sekisho.authentication.rules.webauthn.messages import (
    LONGEST_MESSAGE,
    ClientData,
    read_assertion,
    read_authenticator_data,
    read_client_data,
    read_registration,
    to_base64url,
)
from sekisho.authentication.types.refusals_webauthn import MalformedMessageError, Reason

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["id", "rawId", "type", "response", "clientDataJSON", "authenticatorData", "signature", "userHandle",
     "attestationObject", "transports"]
)  # fmt: skip
AUTHENTICATOR = SoftAuthenticator()
HELD = bound(AUTHENTICATOR)
REGISTRATION = creation(SoftAuthenticator())
ASSERTION = request(AUTHENTICATOR)


def altered(message: str, name: str, value: object) -> str:
    """The message with one field replaced, or added where it is not known."""
    told = json.loads(message)
    (told if name in told else told["response"])[name] = value
    return json.dumps(told)


def test_an_assertion_is_read() -> None:
    told = read_assertion(ASSERTION)

    assert HELD.credential is not None
    assert told.credential_id == HELD.credential.credential_id
    assert told.user_handle == HANDLE
    assert read_client_data(told.client_data) == ClientData(
        type="webauthn.get", challenge=CHALLENGE, origin=ORIGIN, cross_origin=False, top_origin=None
    )
    head = read_authenticator_data(told.authenticator_data)
    assert (head.user_present, head.user_verified, head.backup_eligible, head.backed_up) == (True, True, False, False)


def test_a_registration_is_read_with_the_transports_that_are_known() -> None:
    told = read_registration(altered(REGISTRATION, "transports", ["usb", "internal", "pigeon"]))

    assert told.transports == ("internal", "usb")


def test_transports_may_be_missing() -> None:
    assert read_registration(altered(REGISTRATION, "transports", None)).transports == ()


def test_a_user_handle_may_be_missing() -> None:
    assert (
        read_assertion(request(SoftAuthenticator(passkeys=AUTHENTICATOR.passkeys, tells_handle=False))).user_handle
        is None
    )
    assert read_assertion(altered(ASSERTION, "userHandle", None)).user_handle is None


def test_an_endless_message_is_not_even_read() -> None:
    with pytest.raises(MalformedMessageError) as refused:
        read_assertion("[" * (LONGEST_MESSAGE + 1))

    assert refused.value.reason is Reason.MESSAGE_TOO_LONG


def test_deep_nesting_is_malformed() -> None:
    with pytest.raises(MalformedMessageError):
        read_assertion('{"id":' + "[" * 30_000)
    with pytest.raises(MalformedMessageError):
        read_client_data(b'{"type":' + b"[" * 100_000)


@pytest.mark.parametrize("text", ["a+b=", "AA==", "A", "AAAAA", "AA\n", "あ", "A A"])
def test_only_base64url_is_read(text: str) -> None:
    with pytest.raises(MalformedMessageError) as refused:
        read_assertion(altered(ASSERTION, "signature", text))

    assert refused.value.reason is Reason.MESSAGE_MALFORMED


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "AAAA"),
        ("rawId", "AAAA"),
        ("type", "password"),
        ("response", []),
        ("clientDataJSON", 1),
        ("authenticatorData", None),
        ("userHandle", {}),
    ],
)
def test_a_message_without_its_form_is_refused(name: str, value: object) -> None:
    with pytest.raises(MalformedMessageError) as refused:
        read_assertion(altered(ASSERTION, name, value))

    assert refused.value.reason is Reason.MESSAGE_MALFORMED


@pytest.mark.parametrize("size", [0, 15, 1_024])
def test_a_credential_id_is_neither_guessable_nor_endless(size: int) -> None:
    name = b64(b"i" * size)

    with pytest.raises(MalformedMessageError):
        read_assertion(altered(altered(ASSERTION, "id", name), "rawId", name))


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{", '{"type":"webauthn.get"}',
        '{"type":1,"challenge":"","origin":""}',
        '{"type":"t","challenge":[],"origin":""}',
        '{"type":"t","challenge":"","origin":{}}',
        '{"type":"t","challenge":"","origin":"","crossOrigin":"false"}',
        '{"type":"t","challenge":"","origin":"","crossOrigin":null}',
        '{"type":"t","challenge":"","origin":"","topOrigin":1}',
        '{"type":"t","challenge":"=","origin":""}',
        '{"type":"t","challenge":"","origin":"\\ud800"}',
    ],
)  # fmt: skip
def test_client_data_without_their_form_are_refused(text: str) -> None:
    with pytest.raises(MalformedMessageError) as refused:
        read_client_data(text.encode())

    assert refused.value.reason is Reason.CLIENT_DATA_MALFORMED


def test_client_data_are_utf_8() -> None:
    whole = '{"type":"t","challenge":"","origin":""}'

    for encoding in ("utf-16", "utf-32", "utf-8-sig"):
        with pytest.raises(MalformedMessageError):
            read_client_data(whole.encode(encoding))


@given(st.binary(max_size=36))
def test_authenticator_data_that_are_too_short_are_refused(data: bytes) -> None:
    with pytest.raises(MalformedMessageError) as refused:
        read_authenticator_data(data)

    assert refused.value.reason is Reason.AUTHENTICATOR_DATA_MALFORMED


@given(st.text() | JSON.map(json.dumps))
def test_no_text_brings_another_error(message: str) -> None:
    with suppress(MalformedMessageError):
        read_assertion(message)
    with suppress(MalformedMessageError):
        read_registration(message)


@given(NAMES, JSON)
def test_no_field_brings_another_error(name: str, value: Any) -> None:
    with suppress(MalformedMessageError):
        read_assertion(altered(ASSERTION, name, value))
    with suppress(MalformedMessageError):
        read_registration(altered(REGISTRATION, name, value))


@given(st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_client_data_bring_another_error(data: bytes) -> None:
    with suppress(MalformedMessageError):
        read_client_data(data)


@given(st.binary(min_size=16, max_size=64))
def test_what_is_written_is_read_again(name: bytes) -> None:
    message = altered(altered(ASSERTION, "id", to_base64url(name)), "rawId", to_base64url(name))

    assert read_assertion(message).credential_id == name
