"""Where the customer can be reached, and whether that still works (C-17, E-05)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.kernel.texts import Text
from sekisho.notices.queries.contacts import contacts_of, hint_of
from sekisho.notices.types.channels import LABELS
from sekisho.notices.types.contacts import Contact
from sekisho.portal.menu import screen
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import signed_in
from sekisho.web.operations.resources import safe

REACHED = Text("お知らせが届いています", "Notices arrive there")
OLD = Text("長い間、確かめていません", "Not confirmed for a long time")
UNPROVEN = Text("届くことを、まだ確かめていません", "Not confirmed yet")
STALE = Text("お知らせが届いていません", "Notices do not arrive there")
FORMER = Text("以前の連絡先（大切な変更だけをお知らせします）", "A former one; told of important changes only")


@require_safe
@signed_in()
def contacts(request: HttpRequest) -> HttpResponse:
    """Each contact, with as much of it as its owner needs to recognise it."""
    call = call_of(request)
    found = contacts_of(subject=call.signed_in.subject)
    shown = [_line(each, call.at) for each in found if each.ended is None or each.hears_changes(call.at)]
    reached = any(each.is_fresh(call.at) for each in found)
    return screen(request, "portal/contacts.html", contacts=shown, reached=reached)


def _line(contact: Contact, at: int) -> dict[str, object]:
    return {
        "label": LABELS[contact.kind],
        "hint": hint_of(contact=contact.id, safe=safe()),
        "state": _state(contact, at),
        "good": contact.is_fresh(at),
        "verified": contact.verified,
        "former": contact.ended is not None,
    }


def _state(contact: Contact, at: int) -> Text:
    if contact.ended is not None:
        return FORMER
    if contact.stale_since is not None:
        return STALE
    if contact.verified is None:
        return UNPROVEN
    return REACHED if contact.is_fresh(at) else OLD
