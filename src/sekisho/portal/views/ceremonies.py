"""JSON for ``webauthn.js`` as customers meet it; see ``web.operations.ceremonies``, which the staff's pages share."""

from sekisho.web.operations.ceremonies import opened, refusal_of, refused, response_in

__all__ = ["opened", "refusal_of", "refused", "response_in"]
