"""Signing in: who it is, whether he may try, what he shows, what the policy says, and the session at the end.

Each door answers with a step (``types.login``): a session, what to show next, what to set up, how a freeze stands, or
why it stops and what to do. None may be called within a transaction: failures and counts must stay committed.
"""

from sekisho.authentication.operations.login.arriving import accept_assertion, accept_proof, present, sign_in
from sekisho.authentication.operations.login.sweeping import sweep_logins

__all__ = ["accept_assertion", "accept_proof", "present", "sign_in", "sweep_logins"]
