"""What one member of staff takes down, another one decides about; nothing is recorded in between (C-13)."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from tests.builders.factors import fresh_id, noted
from tests.builders.opt_outs import LATER, LOGIN, TERMS, request, with_app
from tests.builders.signing_in import customer

from sekisho.authentication import models
from sekisho.authentication.operations.opt_out_proposals import approve, propose, refuse
from sekisho.authentication.queries.opt_out_proposals import NoProposalError, proposal_of, proposals_waiting
from sekisho.authentication.queries.opt_outs import opt_outs_of
from sekisho.authentication.types.opt_out import Obstacle, OptOut, OptOutRefusedError
from sekisho.authentication.types.opt_out_proposals import OptOutProposal, Proposed
from sekisho.authentication.types.proofs import RefusedError
from sekisho.kernel.moments import HOUR

WHO = "customer:a-1"
ASKED = replace(request(), channel="phone", staff="staff:ito", evidence="call 7")


@pytest.fixture
def who(database: str) -> str:
    return with_app(customer().ref)


def taken(**changes: object) -> OptOutProposal:
    return propose(proposal=fresh_id("op"), request=replace(ASKED, **changes), terms=TERMS, at=LATER)  # type: ignore[arg-type]


def approved(proposal: str, *, by: str = "staff:sato", at: int = LATER, **changes: object) -> OptOut:
    asked = {"opt_out": fresh_id("oo"), "evidence": "ev_1", "terms": TERMS, "policy": 3, **changes}
    return approve(proposal=proposal, by=by, at=at, **asked)  # type: ignore[arg-type]


def test_what_was_taken_down_waits_and_counts_for_nothing(who: str) -> None:
    made = taken()

    assert proposals_waiting() == (made,)
    assert made.request == ASKED
    assert opt_outs_of(principal=WHO) == ()
    assert noted()[-1][0] == "authentication:opt_out:proposed"


def test_another_one_records_it_with_both_names_and_the_signature(who: str) -> None:
    made = taken()

    record = approved(made.id)

    asked = record.request
    assert (asked.staff, asked.approver, asked.evidence) == ("staff:ito", "staff:sato", "call 7 ev_1")
    assert proposal_of(proposal=made.id).state is Proposed.APPROVED
    assert proposals_waiting() == ()


def test_nobody_decides_about_what_he_took_down_and_nobody_decides_twice(who: str) -> None:
    made = taken()

    with pytest.raises(RefusedError):
        approved(made.id, by="staff:ito")
    approved(made.id)
    for again in (lambda: approved(made.id), lambda: refuse(proposal=made.id, by="staff:sato", at=LATER)):
        with pytest.raises(RefusedError):
            again()
    assert len(opt_outs_of(principal=WHO)) == 1


def test_a_no_leaves_the_customer_as_he_is(who: str) -> None:
    made = taken()

    refuse(proposal=made.id, by="staff:sato", at=LATER)

    assert proposal_of(proposal=made.id).state is Proposed.REFUSED
    assert opt_outs_of(principal=WHO) == ()
    assert noted()[-1][0] == "authentication:opt_out:proposal_refused"


def test_what_is_not_allowed_is_not_taken_down(who: str) -> None:
    for changes in ({"ticked": {}}, {"evidence": ""}, {"operations": frozenset()}, {"staff": ""}):
        with pytest.raises(OptOutRefusedError):
            taken(**changes)
    assert proposals_waiting() == ()


def test_a_customer_has_one_that_waits(who: str) -> None:
    taken()

    with pytest.raises(RefusedError):
        taken()


def test_what_is_no_longer_allowed_when_it_is_decided_goes_on_waiting(who: str) -> None:
    made = taken()

    with pytest.raises(OptOutRefusedError) as told:
        approved(made.id, at=LATER + 3 * HOUR)
    with pytest.raises(OptOutRefusedError):
        approved(made.id, terms={LOGIN: None})

    assert told.value.obstacles == (Obstacle.TICKED_WRONG,)
    assert proposal_of(proposal=made.id).state is Proposed.WAITING


def test_the_table_knows_two_people(who: str) -> None:
    made = taken()

    with pytest.raises(IntegrityError), transaction.atomic():
        models.OptOutProposal.objects.filter(pk=made.id).update(state="approved", decided_by="staff:ito")


def test_one_that_is_not_there_is_told(database: str) -> None:
    with pytest.raises(NoProposalError):
        proposal_of(proposal="none")
