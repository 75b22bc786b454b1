"""How far strong authentication has come: coverage, release rate, and how often methods fail, over time (E-06)."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.authentication.queries.figures import coverage, coverage_of_all, deeds, failure_rates
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.figures import Coverage, table
from sekisho.console.guarding import staff
from sekisho.console.menu import screen
from sekisho.console.picture import EDGE, HEIGHT, WIDTH, curve
from sekisho.firms.types.permissions import Permission
from sekisho.kernel.moments import DAY, JST_OFFSET, jst_day
from sekisho.kernel.texts import Text
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.faults import nowhere

_WEEKS = 9
_DAYS = 28
_BOM = "\ufeff"
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@staff(Permission.POLICY_READ)
def figures(request: HttpRequest) -> HttpResponse:
    """A drawing over the last weeks, today by age, and failures of the last four weeks."""
    today = jst_day(call_of(request).at)
    over_time = coverage_of_all(days=_weekly(today))
    shares = [curve("coverage", [each.coverage for each in over_time]),
              curve("release", [each.release_rate for each in over_time])]  # fmt: skip
    return screen(
        request, "console/figures.html", weeks=[_row(each) for each in over_time], curves=shares,
        ages=[_row(each) for each in coverage(days=[today])], width=WIDTH, height=HEIGHT, edge=EDGE,
        right=WIDTH - EDGE, bottom=HEIGHT - EDGE,
        methods=[{"label": _method(each.method), "used": each.used, "failed": each.failed,
                  "rate": _percent(each.rate)} for each in failure_rates(first=today - _DAYS, last=today)],
    )  # fmt: skip


@require_safe
@staff(Permission.POLICY_READ)
def as_csv(request: HttpRequest, name: str) -> HttpResponse:
    """The figures behind the page, as a file that spreadsheets read (UTF-8 with a byte order mark)."""
    today = jst_day(call_of(request).at)
    if name == "coverage":
        rows = table(coverage(days=_weekly(today)))
    elif name == "deeds":
        rows = table(deeds(first=today - _DAYS, last=today))
    else:
        raise nowhere()
    response = HttpResponse(_BOM + _spelled(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{today}.csv"'
    return response


def _weekly(today: int) -> list[int]:
    return [today - 7 * week for week in reversed(range(_WEEKS))]


def _row(found: Coverage) -> dict[str, Any]:
    return {
        "day": found.day * DAY - JST_OFFSET, "age_band": found.age_band, "customers": found.customers,
        "enrolled": found.enrolled, "enrolled_two": found.enrolled_two, "opted_out": found.opted_out,
        "exempt": found.exempt, "blocked": found.blocked, "coverage": _percent(found.coverage),
        "release": _percent(found.release_rate),
    }  # fmt: skip


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def _method(name: str) -> Text:
    return FACTORS[FactorCode(name)].label if name in set(FactorCode) else Text(name, name)


def _spelled(rows: Iterable[Sequence[object]]) -> str:
    """What a spreadsheet would take for a formula is told to be a text."""
    page = io.StringIO()
    csv.writer(page).writerows([_plain(cell) for cell in row] for row in rows)
    return page.getvalue()


def _plain(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULAS) else cell
