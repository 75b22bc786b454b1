"""A login at another provider: one browser, once, and believed as far as was agreed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from tests.builders.oauth import ec_key, signed
from tests.builders.signing_in import AT, customer, kinds, visit

from sekisho.authentication import models
from sekisho.authentication.operations.bridge import believe, come_back, leave, link
from sekisho.authentication.types.bridge import Arrival, BridgeError, BridgeRefusal, Exchange, Naming, Upstream
from sekisho.authentication.types.factors import FactorCode
from sekisho.kernel.texts import Text

THEIRS, OURS = ec_key(), ec_key()
SECRET, BROWSER = b"s" * 32, "br_1"
BACK = "https://login.broker.example/login/with/idp/return"


def upstream(**changes: Any) -> Upstream:
    return Upstream(
        **{
            "name": "idp", "label": Text("他社", "Other"), "issuer": "https://idp.example",
            "authorization_endpoint": "https://idp.example/authorize", "token_endpoint": "https://idp.example/token",
            "jwks": {"keys": [{**THEIRS.as_dict(private=False), "kid": THEIRS.kid}]}, "client_id": "sekisho",
            "key": OURS,
            "factors": {"urn:example:card": FactorCode.JPKI_USER, "pwd": FactorCode.UPSTREAM}, **changes,
        }
    )  # fmt: skip


def begun(state: str = "s-1", *, of: Upstream | None = None, principal: str = "") -> str:
    """An attempt; gives the nonce that was asked for."""
    url = leave(
        upstream=of or upstream(), secret=SECRET, state=state, browser=BROWSER, redirect_uri=BACK, visit=visit(), at=AT,
        principal=principal,
    ).url  # fmt: skip
    return parse_qs(urlsplit(url).query)["nonce"][0]


def returned(*, of: Upstream | None = None, browser: str = BROWSER, at: int = AT, **parameters: str) -> Exchange:
    return come_back(
        upstream=of or upstream(), secret=SECRET, parameters={"state": "s-1", "code": "c", **parameters},
        browser=browser, redirect_uri=BACK, jti="j", at=at,
    )  # fmt: skip


def answer(nonce: str, **changes: Any) -> dict[str, object]:
    now = AT // 1_000
    claims = {
        "iss": "https://idp.example", "aud": "sekisho", "sub": "their-name", "nonce": nonce, "iat": now,
        "exp": now + 300,
        "auth_time": now, "acr": "urn:example:card", "sid": "their-session", **changes,
    }  # fmt: skip
    return {"id_token": signed(claims, THEIRS, kid=THEIRS.kid)}


def believed(given: dict[str, object], *, of: Upstream | None = None) -> Arrival:
    return believe(
        upstream=of or upstream(), secret=SECRET, state="s-1", answer=given, authenticator="au_9", visit=visit(), at=AT
    )


def linked(principal: str = "customer:a-1", *, state: str = "s-0", authenticator: str = "au_1", **changes: Any) -> str:
    nonce = begun(state, principal=principal)
    return link(
        upstream=upstream(), secret=SECRET, state=state, answer=answer(nonce, **changes), principal=principal,
        authenticator=authenticator, visit=visit(), at=AT,
    )  # fmt: skip


def refused(step: Any, *rest: Any, **how: Any) -> BridgeRefusal:
    with pytest.raises(BridgeError) as told:
        step(*rest, **how)
    assert kinds()[-1] == "authentication:bridge:refused"
    assert told.value.reason.ja
    return told.value.refusal


def test_somebody_linked_is_confirmed_with_the_agreed_factor(database: str) -> None:
    customer()
    linked()
    nonce = begun()
    returned()

    arrival = believed(answer(nonce))

    assert (arrival.proof.principal, arrival.proof.factor) == ("customer:a-1", FactorCode.JPKI_USER)
    assert (arrival.proof.authenticator, arrival.session) == ("au_1", "their-session")
    assert models.Authenticator.objects.get().last_used == AT
    assert kinds()[-1] == "authentication:bridge:proved"


def test_the_firms_own_provider_names_the_account(database: str) -> None:
    customer()
    own = upstream(naming=Naming.ACCOUNT)
    nonce = begun(of=own)
    returned(of=own)

    proof = believed(answer(nonce, sub="a-1", acr="pwd"), of=own).proof

    assert (proof.principal, proof.factor, proof.authenticator) == ("customer:a-1", FactorCode.UPSTREAM, "au_9")
    assert believed(answer(nonce, sub="a-1", acr="pwd"), of=own).proof.authenticator == "au_9"
    assert refused(believed, answer(nonce, sub="a-2", acr="pwd"), of=own) is BridgeRefusal.NOT_LINKED


def test_an_answer_belongs_to_one_browser_and_counts_once(database: str) -> None:
    begun()

    assert refused(returned, browser="br_2") is BridgeRefusal.NOT_YOURS
    assert refused(returned, state="guess") is BridgeRefusal.NOT_YOURS
    assert refused(returned, at=AT + 10 * 60_000) is BridgeRefusal.NOT_YOURS
    assert refused(returned, of=upstream(name="other")) is BridgeRefusal.NOT_YOURS
    assert returned().url == "https://idp.example/token"
    assert refused(returned) is BridgeRefusal.NOT_YOURS


def test_a_mix_up_is_noticed_by_the_name(database: str) -> None:
    begun()

    assert refused(returned, iss="https://evil.example") is BridgeRefusal.MIX_UP


@pytest.mark.parametrize("parameters", [{"error": "access_denied"}, {"code": ""}])
def test_a_no_there_is_a_no_here(database: str, parameters: dict[str, str]) -> None:
    begun()

    assert refused(returned, **parameters) is BridgeRefusal.CANCELLED


def test_what_is_not_in_order_too_weak_or_unknown_is_not_believed(database: str) -> None:
    nonce = begun()
    returned()

    assert refused(believed, {}) is BridgeRefusal.BAD_TOKEN
    assert refused(believed, answer("other")) is BridgeRefusal.BAD_TOKEN
    assert refused(believed, answer(nonce, acr="gold")) is BridgeRefusal.TOO_WEAK
    assert refused(believed, answer(nonce)) is BridgeRefusal.NOT_LINKED


def test_a_stopped_link_confirms_nobody(database: str) -> None:
    customer()
    linked()
    models.Authenticator.objects.update(state="suspended")
    nonce = begun()
    returned()

    assert refused(believed, answer(nonce)) is BridgeRefusal.NOT_LINKED


def test_somebody_else_is_not_who_had_to_be_confirmed(database: str) -> None:
    customer()
    linked()
    nonce = begun(principal="customer:a-2")
    returned()

    assert refused(believed, answer(nonce)) is BridgeRefusal.NOT_YOURS


def test_of_two_first_logins_at_once_both_come_in(fresh_database: str) -> None:
    customer()
    own = upstream(naming=Naming.ACCOUNT)
    nonce = begun(of=own)
    start = Barrier(2)

    def arrive(name: str) -> str:
        try:
            start.wait()
            arrival = believe(
                upstream=own, secret=SECRET, state="s-1", answer=answer(nonce, sub="a-1", acr="pwd"),
                authenticator=name, visit=visit(), at=AT,
            )  # fmt: skip
        finally:
            connection.close()
        return arrival.proof.principal

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(arrive, ["au_1", "au_2"])) == ["customer:a-1"] * 2
    assert models.Authenticator.objects.count() == 1


def test_a_name_is_linked_to_one_person(database: str) -> None:
    customer()
    customer("a-2")
    linked()

    assert refused(linked, "customer:a-2", state="s-5", authenticator="au_2") is BridgeRefusal.NOT_LINKED
    assert refused(linked, "customer:a-2", state="s-6", authenticator="au_2", acr="gold") is BridgeRefusal.TOO_WEAK
    assert linked("customer:a-2", state="s-7", authenticator="au_2", sub="another") == "au_2"


def test_a_link_is_made_for_whom_it_was_begun(database: str) -> None:
    customer()
    nonce = begun(principal="customer:a-2")

    with pytest.raises(BridgeError):
        link(
            upstream=upstream(), secret=SECRET, state="s-1", answer=answer(nonce), principal="customer:a-1",
            authenticator="au_1", visit=visit(), at=AT,
        )  # fmt: skip
    assert not models.Authenticator.objects.exists()
