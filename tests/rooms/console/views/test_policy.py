"""A policy comes about in steps that no two are done by the same person, and each can be read by the next (E-02)."""

import pytest
from tests.builders.console import Desk, desk
from tests.builders.factors import totp_secret, with_totp
from tests.builders.officers import (
    AUTHOR,
    ONE,
    REASONS,
    REVIEWER,
    TWO,
    drafted,
    in_days,
    officers,
    page,
    place_of,
    reviewed,
    signed,
    text,
)
from tests.builders.signing_in import customer

from sekisho.authentication.queries.policies import effective, publications, version
from sekisho.authentication.types.policy_versions import PolicyState
from sekisho.kernel.moments import DAY
from sekisho.web.operations.clock import now


@pytest.fixture
def firm(database: str) -> None:
    officers()


def test_the_page_shows_what_is_in_force_and_lets_only_authors_draft(firm: None) -> None:
    shown = page("/staff/policy")

    assert effective(now()).digest in shown
    assert "login-all" in shown
    assert 'href="/staff/policy/new"' in shown


def test_a_draft_says_what_differs_from_the_policy_in_force(firm: None) -> None:
    name = drafted(text=text(also='id = "login-new"=>id = "login-newer"'))

    shown = page(f"/staff/policy/versions/{name}")

    assert "Login (login-new): removed" in shown
    assert "Login (login-newer): added" in shown
    assert version(identifier=name).author == f"staff:{AUTHOR}"


def test_the_rules_that_stay_with_other_contents_are_named_with_what_changed(firm: None) -> None:
    name = drafted(text=text(also="enforce_from = 2027-06-01=>enforce_from = 2027-05-01"))

    assert "(login-all): changed (enforce_from)" in page(f"/staff/policy/versions/{name}")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": "title ="}, "policy.toml:1"),
        ({"text": text(also='acr = "mfa"=>acr = "strong"')}, "policy.toml:"),
        ({"reason_en": " "}, "Please give the reason in Japanese and in English."),
    ],
)
def test_a_mistake_is_named_by_its_line_and_nothing_typed_is_lost(
    firm: None, changes: dict[str, str], words: str
) -> None:
    answer = desk(AUTHOR, language="en").post("/staff/policy/new", {"text": text(), **REASONS, **changes})
    shown = answer.content.decode()

    assert answer.status_code == 400
    assert words in shown
    assert "試すため" in shown
    assert "effective_from" in shown or changes["text"] in shown


def test_a_review_keeps_what_it_would_do_to_customers(firm: None) -> None:
    for account in ("a-1", "a-2"):
        customer(account, at=now() - DAY)
    with_totp("customer:a-1", secret=totp_secret())

    name = reviewed()

    figures = version(identifier=name).impact
    assert figures["questions"] == 8
    assert "over 8 questions" in page(f"/staff/policy/versions/{name}")
    assert version(identifier=name).reviewer == f"staff:{REVIEWER}"


def test_nobody_reviews_his_own_draft(firm: None) -> None:
    name = drafted()

    assert "/review" not in page(f"/staff/policy/versions/{name}")
    answer = desk(AUTHOR).post(f"/staff/policy/versions/{name}/review")

    assert answer.status_code == 409
    assert version(identifier=name).state is PolicyState.DRAFT


def test_two_signatures_of_others_and_a_publication_put_it_into_the_schedule(fresh_database: str) -> None:
    officers()
    name = reviewed()
    author, one, two = Desk(AUTHOR), Desk(ONE), Desk(TWO)

    assert author.asks("policy", name).status_code == 409
    signed("policy", name, one)
    assert one.asks("policy", name).status_code == 409
    assert one.browser.post(f"/staff/policy/versions/{name}/publish").status_code == 409
    signed("policy", name, two)
    two.browser.post(f"/staff/policy/versions/{name}/publish")

    found = version(identifier=name)
    assert (found.state, found.number) == (PolicyState.PUBLISHED, 1)
    assert {each.by for each in found.signatures} == {f"staff:{ONE}", f"staff:{TWO}"}
    assert len({each.evidence for each in found.signatures}) == 2
    assert publications(language="ja")
    assert effective(now() + 40 * DAY).version == 1


def test_a_text_that_was_read_by_the_first_cannot_be_another_for_the_second(fresh_database: str) -> None:
    officers()
    name = reviewed()
    one = Desk(ONE)
    place = one.asks("policy", name)["Location"]
    desk(AUTHOR).post(f"/staff/policy/versions/{name}/withdraw", {"why": "wrong"})

    assert one.signs(place).status_code == 409
    assert version(identifier=name).signatures == ()


def test_what_is_taken_back_says_why_and_goes_no_further(firm: None) -> None:
    name = reviewed()

    refused = desk(AUTHOR).post(f"/staff/policy/versions/{name}/withdraw", {"why": " "})
    done = desk(AUTHOR).post(f"/staff/policy/versions/{name}/withdraw", {"why": "a mistake in it"})

    assert refused.status_code == 409
    assert done.status_code == 302
    assert version(identifier=name).state is PolicyState.WITHDRAWN
    assert "/withdraw" not in page(f"/staff/policy/versions/{name}")


def test_an_earlier_text_is_proposed_again_from_another_day(firm: None) -> None:
    name = drafted()

    answer = desk(AUTHOR).post(f"/staff/policy/versions/{name}/again", {"from": in_days(90), **REASONS})
    wrong = desk(AUTHOR).post(f"/staff/policy/versions/{name}/again", {"from": "soon"})

    again = version(identifier=place_of(answer))
    assert again.document["rule"] == version(identifier=name).document["rule"]
    assert again.effective_from > version(identifier=name).effective_from
    assert wrong.status_code == 409


@pytest.mark.parametrize("deed", ["", "/review", "/publish", "/withdraw", "/again"])
def test_what_is_not_there_is_not_found(firm: None, deed: str) -> None:
    browser, path = desk(REVIEWER), f"/staff/policy/versions/none{deed}"

    assert (browser.post(path, {"from": in_days(9)}) if deed else browser.get(path)).status_code == 404


def test_the_home_page_counts_what_waits_for_me(firm: None) -> None:
    reviewed()
    drafted()

    home = page("/staff/", ONE)

    assert "Drafts of the policy to review" in home
    assert "Versions of the policy to sign" in home
