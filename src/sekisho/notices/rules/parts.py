"""How many short messages a text takes (3GPP TS 23.038 and 23.040): 160 letters of the small alphabet, or 70 others."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_SMALL, _SMALL_JOINED = 160, 153
_WIDE, _WIDE_JOINED = 70, 67


def parts(text: str) -> int:
    """How many parts the text is sent in; at least one."""
    if all(letter in _BASIC or letter in _EXTENDED for letter in text):
        return _split(sum(2 if letter in _EXTENDED else 1 for letter in text), _SMALL, _SMALL_JOINED)
    return _split(len(text.encode("utf-16-be", "surrogatepass")) // 2, _WIDE, _WIDE_JOINED)


def _split(length: int, single: int, joined: int) -> int:
    return 1 if length <= single else -(-length // joined)
