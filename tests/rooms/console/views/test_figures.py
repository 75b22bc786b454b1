"""Coverage and release rate over time, as a drawing, as a table, and as a file (E-06)."""

import csv
import io

from tests.builders.console import desk
from tests.builders.interim import give_app, long_standing
from tests.builders.officers import AUTHOR, officers
from tests.builders.opt_outs import declined
from tests.builders.rollout import with_passkey
from tests.builders.signing_in import customer

from sekisho.authentication.operations.figures import record_deed
from sekisho.kernel.moments import DAY
from sekisho.web.operations.clock import now


def a_firm() -> None:
    """Four customers; one holds a passkey since a fortnight, one declined."""
    officers()
    for account in ("a-1", "a-2"):
        customer(account, at=now() - 400 * DAY, age_band="=60s")
    with_passkey("customer:a-1", at=now() - 14 * DAY)
    who = long_standing()
    give_app(who)
    declined(who.ref, at=now())
    long_standing()
    used = {"principal": "customer:a-1", "factor": "totp", "authenticator": "au_1", "channel": "web"}
    for number, kind in enumerate(("used", "used", "used", "failed")):
        record_deed(position=number + 1, kind=f"authentication:factor:{kind}", payload=used, at=now())


def rows(name: str) -> list[list[str]]:
    answer = desk(AUTHOR).get(f"/staff/figures/{name}.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def test_the_page_tells_coverage_and_release_rate(database: str) -> None:
    a_firm()

    page = desk(AUTHOR, language="en").get("/staff/figures").content.decode()

    assert page.count("25.0 %") >= 4, "one of four holds a passkey, one of four declined; and a quarter of codes failed"
    assert "<polyline" in page
    assert page.index("Code of an authenticator app") > page.index("By week")


def test_a_firm_without_customers_is_told_so(database: str) -> None:
    officers()

    assert "There are no customers yet." in desk(AUTHOR, language="en").get("/staff/figures").content.decode()


def test_the_files_hold_the_figures_and_no_formula(database: str) -> None:
    a_firm()

    coverage, deeds = rows("coverage"), rows("deeds")

    assert coverage[0][:3] == ["day", "age_band", "customers"]
    assert {row[1] for row in coverage[1:]} == {"", "'=60s"}
    assert sum(int(row[-1]) for row in deeds[1:]) == 4
    assert desk(AUTHOR).get("/staff/figures/secrets.csv").status_code == 404
