import pytest
from tests.builders.opt_outs import LATER, LOGIN, OFFERED, declined, policy, rule, with_app
from tests.builders.signing_in import customer

from sekisho.authentication import models
from sekisho.authentication.queries.opt_outs import (
    NoOptOutError,
    broken_opt_out,
    opt_out_of,
    opt_out_view,
    opt_outs_of,
    standing_opt_outs,
    terms_offered,
)
from sekisho.kernel.moments import DAY

REF = "customer:a-1"


def test_a_policy_sees_the_opt_out_that_stands(database: str) -> None:
    with_app(customer().ref)
    made = declined()

    assert opt_out_view(principal=REF, at=LATER) == made.view
    assert opt_out_view(principal=REF, at=LATER - 1) is None
    assert opt_out_view(principal=REF, at=made.valid_until) is None


def test_what_was_recorded_is_read_as_it_was(database: str) -> None:
    with_app(customer().ref)
    made = declined()

    assert opt_out_of(opt_out=made.id) == made
    assert opt_outs_of(principal=REF) == (made,)
    with pytest.raises(NoOptOutError):
        opt_out_of(opt_out="oo_none")


def test_all_that_stand_come_a_page_at_a_time(database: str) -> None:
    made = sorted([declined(with_app(customer(f"c-{n}").ref)) for n in range(3)], key=lambda each: each.id)

    first = standing_opt_outs(at=LATER, limit=2)
    rest = standing_opt_outs(at=LATER, limit=2, after=first[-1].id)

    assert [each.id for each in first + rest] == [each.id for each in made]
    assert standing_opt_outs(at=LATER + 180 * DAY) == ()


def test_the_terms_depend_on_who_asks(database: str) -> None:
    customer("a-1", residence="JP")

    assert terms_offered(policy=policy(rule()), principal=REF, operations=[LOGIN], at=LATER) == {LOGIN: OFFERED}


def test_a_record_that_was_slipped_in_is_found(database: str) -> None:
    with_app(customer().ref)
    made = declined()
    assert broken_opt_out(principal=REF) is None

    forged = models.OptOut.objects.get(pk=made.id)
    forged.pk, forged.number, forged.digest = "oo_forged", 2, "f" * 64
    forged.save(force_insert=True)

    broken = broken_opt_out(principal=REF)
    assert broken is not None
    assert broken.id == "oo_forged"
