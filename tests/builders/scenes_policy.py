"""The staff's pages about the policy, its figures and its evidence, in the situations in which somebody sees them."""

from collections.abc import Callable, Mapping
from functools import partial

from django.http import HttpResponse
from tests.builders.console import FIRST, Desk, desk, employed
from tests.builders.interim import give_app, long_standing
from tests.builders.officers import AUTHOR, ONE, REVIEWER, TWO, in_days, in_hours, place_of, text
from tests.builders.scenes_staff import Scene, a_firm

from sekisho.authentication.models import Wave
from sekisho.authentication.operations.figures import record_deed
from sekisho.authentication.queries.evidence import links
from sekisho.authentication.types.risk_texts import NEWEST, RISK_TEXTS
from sekisho.firms.queries.staff import access_staff_list
from sekisho.firms.types.permissions import Role
from sekisho.kernel.moments import DAY, jst_day
from sekisho.project.reactions.chores import continue_waves
from sekisho.web.operations.clock import now

REASONS = {"reason_ja": "試験", "reason_en": "Trial"}
VERSIONS = "/staff/policy/versions/"
ENDS = "/staff/policy/ends/"
EMERGENCIES = "/staff/policy/emergencies/"
Made = Callable[[], str]


def _officers() -> None:
    a_firm()
    known = {each.id for each in access_staff_list(by=FIRST)}
    for name in (AUTHOR, REVIEWER, ONE, TWO):
        if name not in known:
            employed(name, Role.SECURITY_OFFICER)


def _get(path: str, language: str, *, staff: str = AUTHOR) -> HttpResponse:
    _officers()
    answer: HttpResponse = desk(staff, language=language).get(path)
    return answer


def _posted(path: str, language: str, **form: object) -> HttpResponse:
    _officers()
    answer: HttpResponse = desk(AUTHOR, language=language).post(path, form)
    return answer


def _draft() -> str:
    return place_of(desk(AUTHOR).post("/staff/policy/new", {"text": text(), **REASONS}))


def _reviewed() -> str:
    long_standing()
    name = _draft()
    desk(REVIEWER).post(f"{VERSIONS}{name}/review")
    return name


def _signed() -> str:
    name = _reviewed()
    for each in (Desk(ONE), Desk(TWO)):
        each.decides("policy", name)
    return name


def _end() -> str:
    form = {"factor": "totp", "stop_enrol": in_days(20), "stop_use": in_days(80), **REASONS}
    return place_of(desk(AUTHOR).post("/staff/policy/ends/new", form))


def _emergency() -> str:
    form = {"rule": ["login-all"], "ends": in_hours(24), "control": ["call_back"], **REASONS}
    return place_of(desk(AUTHOR).post("/staff/policy/emergencies/new", form))


def _made(place: str, made: Made, language: str, *, staff: str = ONE) -> HttpResponse:
    _officers()
    return _get(f"{place}{made()}", language, staff=staff)


def _overview(language: str) -> HttpResponse:
    _officers()
    for made in (_draft, _end, _emergency):
        made()
    return _get("/staff/policy", language)


def _figures(language: str) -> HttpResponse:
    long_standing()
    told = {"principal": "customer:a-1", "factor": "totp", "authenticator": "au_1", "channel": "web"}
    record_deed(position=1, kind="authentication:factor:used", payload=told, at=now())
    return _get("/staff/figures", language)


def _evidence(language: str) -> HttpResponse:
    _officers()
    _signed()
    today = jst_day(now())
    name = next(iter(links(first=today - 1, last=today))).id
    return _posted("/staff/evidence", language, evidence=name)


WAVE = {"title_ja": "W1", "title_en": "W1", "low": "0", "high": "100", "begins": in_days(0), "enforce_at": in_days(60)}


def _wave() -> str:
    """A wave whose date has come."""
    name = place_of(desk(AUTHOR).post("/staff/waves/new", WAVE))
    long_standing()
    Wave.objects.filter(pk=name).update(begins=now() - 60 * DAY, enforce_at=now() - 1_000)
    continue_waves(now())
    desk(AUTHOR).post(f"/staff/waves/{name}/enforce", {"exempt_until": in_days(90)})
    return name


def _waves(language: str) -> HttpResponse:
    _officers()
    _wave()
    return _get("/staff/waves", language)


def _customer() -> str:
    """A customer who can use an app; his account."""
    who = long_standing()
    give_app(who)
    return who.account


def _desk_page(language: str, *, ready: bool = True) -> HttpResponse:
    account = _customer() if ready else long_standing().account
    _lead()
    answer: HttpResponse = desk("lead", language=language).get(f"/staff/customers/{account}/opt-out")
    return answer


def _lead() -> None:
    _officers()
    if "lead" not in {each.id for each in access_staff_list(by=FIRST)}:
        employed("lead", Role.SUPPORT_LEAD)


def _taken_down(language: str, *, listed: bool = False, mistaken: bool = False) -> HttpResponse:
    _lead()
    form = {
        "ticked": [] if mistaken else list(RISK_TEXTS[NEWEST].acknowledgements), "operation": ["login"],
        "reason": "no_device", "alternative": "totp", "channel": "phone", "evidence": "1-7",
    }  # fmt: skip
    browser = desk("lead", language=language)
    answer: HttpResponse = browser.post(f"/staff/customers/{_customer()}/opt-out", form)
    if mistaken:
        return answer
    shown: HttpResponse = browser.get("/staff/opt-outs" if listed else answer["Location"])
    return shown


POLICY_SCENES: Mapping[str, Scene] = {
    "staff: policy": _overview,
    "staff: draft a policy": partial(_get, "/staff/policy/new"),
    "staff: draft a policy, mistaken": partial(_posted, "/staff/policy/new", text="title ="),
    "staff: a draft": partial(_made, VERSIONS, _draft, staff=REVIEWER),
    "staff: a version to sign": partial(_made, VERSIONS, _reviewed),
    "staff: a version to publish": partial(_made, VERSIONS, _signed),
    "staff: move an end": partial(_get, "/staff/policy/ends/new"),
    "staff: move an end, mistaken": partial(_posted, "/staff/policy/ends/new", stop_use="x"),
    "staff: an end to sign": partial(_made, ENDS, _end),
    "staff: ask for an emergency": partial(_get, "/staff/policy/emergencies/new"),
    "staff: ask for an emergency, mistaken": partial(_posted, "/staff/policy/emergencies/new", ends="x"),
    "staff: an emergency to sign": partial(_made, EMERGENCIES, _emergency),
    "staff: waves": _waves,
    "staff: plan a wave": partial(_get, "/staff/waves/new"),
    "staff: plan a wave, mistaken": partial(_posted, "/staff/waves/new", low="x"),
    "staff: a wave to sign": partial(_made, "/staff/waves/", _wave),
    "staff: take an opt-out down": _desk_page,
    "staff: take an opt-out down, nothing instead": partial(_desk_page, ready=False),
    "staff: take an opt-out down, mistaken": partial(_taken_down, mistaken=True),
    "staff: an opt-out taken down": _taken_down,
    "staff: opt-outs taken down": partial(_taken_down, listed=True),
    "staff: figures, nothing": partial(_get, "/staff/figures"),
    "staff: figures": _figures,
    "staff: evidence": partial(_get, "/staff/evidence"),
    "staff: evidence, found": _evidence,
    "staff: evidence, not found": partial(_posted, "/staff/evidence", evidence="ev_x"),
}
"""Each page, in the situations in which somebody sees it."""
