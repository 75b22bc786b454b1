"""Operations that a customer signs word for word: ask, show, sign, execute, cancel (C-03 to C-05).

::

    create_operation    the firm's back end (or our own portal) says what is to be done; it never changes afterwards
    begin_approval      the customer is shown it, and his authenticator is asked to sign its digest
    approve             his signature is checked, evidence is kept, and a receipt is made out
    consume             the back end shows the receipt and the digest of what it is about to execute, once
"""

from sekisho.authentication.operations.approvals.creating import create_operation
from sekisho.authentication.operations.approvals.ending import cancel_operation, expire_operations
from sekisho.authentication.operations.approvals.executing import consume
from sekisho.authentication.operations.approvals.notary import Notary
from sekisho.authentication.operations.approvals.showing import show_operation
from sekisho.authentication.operations.approvals.signing import approve, begin_approval
from sekisho.authentication.rules.approvals.document import operation_hash

__all__ = [
    "Notary",
    "approve",
    "begin_approval",
    "cancel_operation",
    "consume",
    "create_operation",
    "expire_operations",
    "operation_hash",
    "show_operation",
]
