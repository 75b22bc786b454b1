"""The page tells what the publication says."""

import re
from dataclasses import replace

import pytest
from tests.builders.policies import AT, FIRM, WHY, a_policy, a_rule, document

from sekisho.authentication.rules.policy.page import page
from sekisho.authentication.rules.policy.reading import read_policy
from sekisho.authentication.rules.policy.schedule import schedule
from sekisho.authentication.types.policy import ClientMinimum, Override, Policy
from sekisho.authentication.types.policy_page import Page
from sekisho.authentication.types.policy_versions import GENESIS
from sekisho.kernel.moments import HOUR

SHIPPED = read_policy(document()).policy


def drawn(policy: Policy = SHIPPED, language: str = "ja") -> Page:
    return page(schedule(policy, firm=FIRM, language=language, published=AT, prev_sha256=GENESIS))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_row_has_a_cell_for_each_column(language: str) -> None:
    for table in drawn(language=language).tables:
        assert table.rows
        assert all(len(row) == len(table.head) for row in table.rows)


def test_the_english_page_has_no_japanese_in_it() -> None:
    found = replace(drawn(language="en"), title="")
    cells = [cell for table in found.tables for row in (table.head, *table.rows) for cell in row]

    assert not re.search("[ぁ-んァ-ヶ一-龠]", "".join([*found.lead, *found.foot, *cells]))


def test_the_hash_is_told_so_that_a_copy_can_be_compared() -> None:
    body = schedule(SHIPPED, firm=FIRM, language="ja", published=AT, prev_sha256=GENESIS)

    assert str(body["sha256"]) in page(body).foot[0]
    assert GENESIS in page(body).foot[1]


def test_a_large_withdrawal_stands_on_a_line_of_its_own() -> None:
    rows = drawn().tables[0].rows

    assert "出金 / 10,000,000円以上" in [row[0] for row in rows]


def test_where_nothing_may_be_declined_only_that_is_told() -> None:
    (_operations, opt_out) = drawn(a_policy(a_rule())).tables

    assert opt_out.rows == (("辞退できない手続き", "出金"),)


def test_clients_emergencies_and_trials_are_told_when_there_are_any() -> None:
    client = ClientMinimum(channel="app", program="x", version="9.1", since=AT, advice=WHY)
    emergency = Override(id="ov", rules=frozenset({"withdraw"}), starts=AT, ends=AT + HOUR, reason=WHY)
    found = drawn(a_policy(a_rule(), clients=(client,), overrides=(emergency,), observing=True))

    assert [table.title for table in found.tables][-2:] == ["使えるアプリの版", "一時的な取り扱い"]
    assert "試行中" in found.lead[1]


def test_what_is_no_list_has_no_rows() -> None:
    body = schedule(SHIPPED, firm=FIRM, language="ja", published=AT, prev_sha256=GENESIS)

    tables = page({**body, "operations": None, "interim": "x", "opt_out": {"allowed": None, "not_allowed": None, "conditions": None, "valid_days": 0}}).tables  # fmt: skip  # noqa: E501 - one damaged body

    assert [table.rows for table in tables] == [(("辞退できない手続き", ""),)]
