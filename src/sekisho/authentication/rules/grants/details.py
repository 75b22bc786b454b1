"""``authorization_details`` (RFC 9396): each element is an operation that the customer signs.

The type is ``sekisho_`` and the operation's code, e.g. ``sekisho_withdraw``; ``sekisho_withdrawal`` and
``sekisho_order`` are taken as well. The content lies in ``content``. Nothing that is not in the element is added to it.
"""

import json
from collections.abc import Mapping
from types import MappingProxyType

from sekisho.authentication.rules.approvals.catalogue import LATEST, schema_of
from sekisho.authentication.rules.approvals.schemas import BadContentError, checked
from sekisho.authentication.types.catalogue import OPERATIONS, OperationClass, OperationCode
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.requests import Detail

_O = OperationCode
_BY_CLIENTS = frozenset(
    code
    for code, line in OPERATIONS.items()
    if code in LATEST
    and (
        line.kind in {OperationClass.CASH, OperationClass.TRADE}
        or (line.kind is OperationClass.IDENTITY and code not in {_O.DELEGATE_ADD, _O.LOCK_RELEASE})
    )
)
"""What a client may ask a customer to sign. Authenticators, delegates and API keys are asked for in our own pages."""
TYPES: Mapping[str, OperationCode] = MappingProxyType(
    {
        **{f"sekisho_{code.value}": code for code in OperationCode if code in _BY_CLIENTS},
        "sekisho_withdrawal": _O.WITHDRAW,
        "sekisho_order": _O.ORDER_PLACE,
    }
)
"""Every type there is."""
MOST = 5
"""Elements of one request."""
_LONGEST = 16_384
_FAULT = Fault.INVALID_AUTHORIZATION_DETAILS


def details_of(text: str) -> tuple[Detail, ...]:
    """Read the parameter.

    Raises:
        OAuthError: ``invalid_authorization_details``.

    """
    if not text:
        return ()
    try:
        elements = json.loads(text) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError) as error:
        raise OAuthError(_FAULT, "it is no JSON") from error
    if not isinstance(elements, list) or not 0 < len(elements) <= MOST:
        raise OAuthError(_FAULT, f"give a JSON array of 1 to {MOST} objects")
    return tuple(_detail(element) for element in elements)


def _detail(element: object) -> Detail:
    if not isinstance(element, dict) or set(element) != {"type", "content"}:
        raise OAuthError(_FAULT, "each element has type and content, and nothing else")
    operation = TYPES.get(element["type"]) if isinstance(element["type"], str) else None
    if operation is None:
        raise OAuthError(_FAULT, "a type is not known")
    if not isinstance(element["content"], dict):
        raise OAuthError(_FAULT, "content has to be an object")
    try:
        checked(schema_of(operation), element["content"])
    except BadContentError as error:
        fields = ", ".join(sorted({item.field for item in error.wrong if item.field.isascii()}))
        raise OAuthError(_FAULT, f"content of {element['type']}: {fields}") from error
    return Detail(type=element["type"], operation=operation, content=element["content"])
