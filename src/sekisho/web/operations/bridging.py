"""Ask another provider who a customer is: the firm's own, or the Digital Agency's app (2.6, mode 3).

The list of them is a TOML file, ``SEKISHO_UPSTREAMS``; nothing about them is fetched at run time but tokens.
"""

import json
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings
from joserfc.jwk import ECKey

from sekisho.authentication.operations.bridge import believe, come_back, leave, link, refused
from sekisho.authentication.types.bridge import Arrival, BridgeRefusal, Naming, Upstream
from sekisho.authentication.types.factors import FactorCode
from sekisho.kernel.texts import Text
from sekisho.web.operations.keys import node_keys
from sekisho.web.operations.minting import identifier, token
from sekisho.web.types.calls import Call

PATIENCE = 10.0
"""Seconds for the other provider's token endpoint."""
_LONGEST = 65_536


class BadUpstreamsError(ValueError):
    """The list of other providers cannot be used; the message names the entry and what to mend."""


def upstreams(place: Path | None) -> Mapping[str, Upstream]:
    """The other providers, by name; none where there is no list.

    ::

        [jpki]
        label = { ja = "マイナンバーカード", en = "My Number card" }
        issuer = "https://auth.example.go.jp"
        authorization_endpoint = "https://auth.example.go.jp/authorize"
        token_endpoint = "https://auth.example.go.jp/token"
        jwks = "jpki-jwks.json"            # files beside the list
        key = "jpki-key.pem"               # our private key there, P-256
        client_id = "sekisho"
        naming = "linked"                  # or "account": their sub is the account's pseudonym
        [jpki.factors]
        "urn:example:jpki" = "jpki_user_auth"

    Raises:
        BadUpstreamsError: an entry is wrong.

    """
    if place is None:
        return {}
    listed = tomllib.loads(place.read_text())
    return {name: _upstream(name, entry, place.parent) for name, entry in listed.items()}


def configured() -> Mapping[str, Upstream]:
    """The other providers of this node."""
    named = getattr(settings, "SEKISHO_UPSTREAMS", "")
    return _configured(Path(named) if named else None)


@lru_cache(maxsize=4)
def _configured(place: Path | None) -> Mapping[str, Upstream]:
    return upstreams(place)


def begin(upstream: Upstream, call: Call, *, principal: str = "", login_hint: str = "") -> str:
    """The address to which the browser is sent. Called by the pages of login, recovery and enrolment.

    Args:
        upstream: the other provider.
        call: the request.
        principal: who has to be confirmed, where that is known.
        login_hint: passed on.

    """
    return leave(
        upstream=upstream,
        secret=_secret(),
        state=token(),
        browser=call.browser,
        redirect_uri=returning_to(upstream),
        visit=call.visit,
        at=call.at,
        principal=principal,
        login_hint=login_hint,
    ).url


def finish(upstream: Upstream, call: Call, parameters: Mapping[str, str]) -> Arrival:
    """The browser came back: redeem its code and judge the answer.

    Raises:
        BridgeError: it was not accepted; ``reason`` is for people.

    """
    answer = _answer(upstream, call, parameters)
    return believe(
        upstream=upstream, secret=_secret(), state=parameters["state"], answer=answer, visit=call.visit,
        authenticator=identifier("au"), at=call.at,
    )  # fmt: skip


def finish_linking(upstream: Upstream, call: Call, parameters: Mapping[str, str], *, principal: str) -> str:
    """The same, to set the other provider up as an authenticator of somebody signed in; gives the authenticator's id.

    Raises:
        BridgeError: it was not accepted; ``reason`` is for people.

    """
    answer = _answer(upstream, call, parameters)
    return link(
        upstream=upstream, secret=_secret(), state=parameters["state"], answer=answer, principal=principal,
        authenticator=identifier("au"), visit=call.visit, at=call.at,
    )  # fmt: skip


def returning_to(upstream: Upstream) -> str:
    """Our address that is registered there; each provider has its own, so that none can pass for another."""
    return f"{settings.SEKISHO_ORIGINS[0]}/login/with/{upstream.name}/return"


def _secret() -> bytes:
    """From which nonces and verifiers are made."""
    return node_keys().secret("bridge:1")


def _answer(upstream: Upstream, call: Call, parameters: Mapping[str, str]) -> Mapping[str, object]:
    wanted = come_back(
        upstream=upstream, secret=_secret(), parameters=parameters, browser=call.browser,
        redirect_uri=returning_to(upstream), jti=identifier("as"), at=call.at,
    )  # fmt: skip
    try:
        with httpx.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False) as http:
            response = http.post(wanted.url, data=dict(wanted.form), headers={"Accept": "application/json"})
        if response.status_code != httpx.codes.OK or len(response.content) > _LONGEST:
            raise refused(upstream, BridgeRefusal.UNREACHABLE, f"HTTP {response.status_code}", call.at)
        found: Any = response.json()
    except (httpx.HTTPError, ValueError) as error:
        raise refused(upstream, BridgeRefusal.UNREACHABLE, type(error).__name__, call.at) from error
    if not isinstance(found, dict):
        raise refused(upstream, BridgeRefusal.UNREACHABLE, "no object", call.at)
    return found


def _upstream(name: str, entry: Mapping[str, Any], directory: Path) -> Upstream:
    try:
        return Upstream(
            name=name,
            label=Text(entry["label"]["ja"], entry["label"]["en"]),
            issuer=entry["issuer"],
            authorization_endpoint=entry["authorization_endpoint"],
            token_endpoint=entry["token_endpoint"],
            jwks=json.loads((directory / entry["jwks"]).read_text()),
            client_id=entry["client_id"],
            key=_key(directory / entry["key"]),
            factors={acr: FactorCode(code) for acr, code in entry["factors"].items()},
            naming=Naming(entry.get("naming", "linked")),
            acr_values=tuple(entry["factors"]),
        )
    except (KeyError, ValueError, TypeError, OSError) as error:
        message = f"{name}: {type(error).__name__}: {error}"
        raise BadUpstreamsError(message) from error


def _key(place: Path) -> ECKey:
    key = ECKey.import_key(place.read_bytes(), {"use": "sig", "alg": "ES256"})
    key.ensure_kid()
    return key
