"""Read the firm's file of terms."""

from pathlib import Path

from sekisho.gateway.rules.live import BadTermsError, terms_in
from sekisho.gateway.types.live import LiveTerms


def read_terms(path: Path | str) -> LiveTerms:
    """The terms of a file; see ``rules.live.terms_in``.

    Raises:
        BadTermsError: something in it is wrong; the reason names the place.
        OSError: it cannot be read.

    """
    return terms_in(Path(path).read_text(encoding="utf-8"))


__all__ = ["BadTermsError", "read_terms"]
