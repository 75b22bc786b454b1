"""The dates of an interim factor, as the policy gives them: until when it may be set up, and until when used (D11)."""

from sekisho.authentication.types.proofs import Refused, Why


def no_new(*, stop_enrol: int | None, at: int) -> Refused | None:
    """The refusal of a new enrolment, once the day has come; in milliseconds, None where no date is set."""
    return Refused.because(Why.CLOSED_TO_NEW) if stop_enrol is not None and at >= stop_enrol else None


def no_use(*, stop_use: int | None, at: int) -> Refused | None:
    """The refusal of any use, once the day has come; in milliseconds, None where no date is set."""
    return Refused.because(Why.RETIRED) if stop_use is not None and at >= stop_use else None
