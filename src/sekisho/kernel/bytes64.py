"""base64url without ``=``, as WebAuthn and JOSE spell bytes; read strictly, so that bytes have one spelling."""

from base64 import urlsafe_b64decode, urlsafe_b64encode


def b64(data: bytes) -> str:
    """The one spelling of ``data``."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_b64(text: str) -> bytes:
    """The bytes that ``b64`` spells so.

    Raises:
        ValueError: the text is not how ``b64`` spells any bytes.

    """
    data = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    if b64(data) != text:
        message = "not base64url without padding, or not in its one spelling"
        raise ValueError(message)
    return data
