"""API clients. Staff read them through the ``access_`` queries; the protocol through ``client_in_use``."""

from django.db.models import F, Q

from sekisho.firms import models
from sekisho.firms.queries.staff import access_staff
from sekisho.firms.rules.spelling import terms_from_json
from sekisho.firms.rules.terms import differences, thumbprints
from sekisho.firms.types.clients import Client, ClientState, Proposal
from sekisho.firms.types.faults import UnknownError
from sekisho.firms.types.permissions import Permission
from sekisho.kernel.texts import Text


def client_in_use(*, client_id: str, at: int) -> Client:
    """The client, as the protocol meets it.

    Args:
        client_id: its name.
        at: in milliseconds.

    Raises:
        UnknownError: there is none, or it is not approved, suspended, closed or out of its time. Strangers need not
            be told which.

    """
    found = _clients(Q(client_id=client_id, client__state=ClientState.ACTIVE.value))
    if not found or not found[0].usable(at):
        raise UnknownError(client_id)
    return found[0]


def client_with_key(*, thumbprint: str, at: int) -> Client | None:
    """The client in use that registered this key; None where there is none. Keys belong to one client each.

    Args:
        thumbprint: of the key (RFC 7638, SHA-256).
        at: in milliseconds.

    """
    active = _clients(Q(client__state=ClientState.ACTIVE.value))
    return next((each for each in active if each.usable(at) and thumbprint in thumbprints(each.terms.jwks)), None)


def client_name(*, client_id: str) -> Text:
    """What people call the client, whatever its state; its id where there is none."""
    found = _clients(Q(client_id=client_id))
    return found[0].terms.name if found else Text(client_id, client_id)


def access_client(*, by: str, client_id: str) -> Client:
    """One client, for a member of staff.

    Raises:
        NotAllowedError: ``by`` may not see clients.
        UnknownError: there is none.

    """
    access_staff(by=by, permission=Permission.CLIENT_READ)
    found = _clients(Q(client_id=client_id))
    if not found:
        raise UnknownError(client_id)
    return found[0]


def access_clients(*, by: str) -> tuple[Client, ...]:
    """Every client in its present version, for a member of staff.

    Raises:
        NotAllowedError: ``by`` may not see clients.

    """
    access_staff(by=by, permission=Permission.CLIENT_READ)
    return _clients(Q())


def access_proposal(*, by: str, client_id: str) -> Proposal:
    """What waits for a decision, with who proposed it and what would change.

    Raises:
        NotAllowedError: ``by`` may not see clients.
        UnknownError: nothing waits.

    """
    access_staff(by=by, permission=Permission.CLIENT_READ)
    row = models.ClientVersion.objects.filter(client_id=client_id, state="proposed").first()
    if row is None:
        raise UnknownError(client_id)
    terms = terms_from_json(row.terms)
    present = models.ClientVersion.objects.filter(client_id=client_id, state="approved").first()
    changed = differences(terms_from_json(present.terms), terms) if present else ()
    return Proposal(
        client_id=client_id, number=row.number, terms=terms, plain=row.terms, proposed_by=row.proposed_by_id,
        changed=changed,
    )  # fmt: skip


def suspender_of(*, by: str, client_id: str) -> str:
    """Who stopped a client; empty unless it is suspended.

    Raises:
        NotAllowedError: ``by`` may not see clients.

    """
    access_staff(by=by, permission=Permission.CLIENT_READ)
    return models.Client.objects.filter(client_id=client_id).values_list("suspended_by", flat=True).first() or ""


def clients_proposed(*, by: str) -> tuple[str, ...]:
    """Names of clients about which something waits for a decision, whoever proposed it.

    Raises:
        NotAllowedError: ``by`` may not see clients.

    """
    access_staff(by=by, permission=Permission.CLIENT_READ)
    waiting = models.ClientVersion.objects.filter(state="proposed")
    return tuple(waiting.order_by("client_id").values_list("client_id", flat=True))


def clients_to_decide(*, by: str) -> tuple[str, ...]:
    """Names of clients whose proposed terms ``by`` could decide: not those that he proposed.

    Raises:
        NotAllowedError: ``by`` may not decide.

    """
    access_staff(by=by, permission=Permission.CLIENT_APPROVE)
    waiting = models.ClientVersion.objects.filter(state="proposed").exclude(proposed_by_id=by)
    return tuple(waiting.order_by("client_id").values_list("client_id", flat=True))


def _clients(wanted: Q) -> tuple[Client, ...]:
    rows = models.ClientVersion.objects.filter(wanted, number=F("client__version")).select_related("client")
    return tuple(_value_of(row) for row in rows.order_by("client_id"))


def _value_of(row: models.ClientVersion) -> Client:
    return Client(
        client_id=row.client_id,
        terms=terms_from_json(row.terms),
        state=ClientState(row.client.state),
        registered_by=row.proposed_by_id,
        approved_by=row.decided_by_id or "",
        created=row.client.created,
    )
