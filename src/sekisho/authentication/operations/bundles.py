"""Check a bundle of evidence. Needs neither a database nor a network, nor this firm's cooperation."""

from collections.abc import Iterable

from sekisho.authentication.rules.evidence.inspecting import Inspector
from sekisho.authentication.rules.evidence.manifest import keys_from
from sekisho.authentication.types.evidence import Inspection


class BadKeysError(ValueError):
    """What was given as keys is no JWKS with a key in it."""


def inspect_bundle(lines: Iterable[bytes], *, jwks: object = None) -> Inspection:
    """Check every line, the chain, the signed heads, and each approval down to the customer's signature.

    Args:
        lines: of the bundle, in order, each with its line end.
        jwks: the firm's public keys as its JWKS has them, obtained from elsewhere than the bundle; None takes the
            bundle's own, which shows that nothing was changed since it was made, and not who made it.

    Raises:
        BadKeysError: ``jwks`` is no JWKS.

    """
    try:
        inspector = Inspector(None if jwks is None else keys_from(jwks))
    except ValueError as error:
        raise BadKeysError(str(error)) from error
    for line in lines:
        inspector.feed(line)
    return inspector.finish()
