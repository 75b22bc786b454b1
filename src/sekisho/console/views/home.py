"""The first page of the staff: what waits for me."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.console.guarding import member_of, staff
from sekisho.console.menu import screen
from sekisho.console.waiting import piles_for
from sekisho.firms.types.permissions import LABELS


@require_safe
@staff()
def home(request: HttpRequest) -> HttpResponse:
    """What he may decide, and how many of each wait for him."""
    member = member_of(request)
    roles = [LABELS[role] for role in sorted(member.roles)]
    return screen(request, "console/home.html", piles=piles_for(member), roles=roles)
