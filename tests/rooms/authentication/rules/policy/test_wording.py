import pytest

from sekisho.authentication.rules.policy.conditions import CONDITIONS
from sekisho.authentication.rules.policy.wording import (
    ACR_TEXTS,
    BINDING_TEXTS,
    CONDITION_TEXTS,
    condition_text,
    control_text,
    day_code,
    day_text,
)
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import Binding
from sekisho.kernel.moments import from_rfc3339
from sekisho.kernel.texts import Text


def test_everything_that_is_published_has_words() -> None:
    assert set(ACR_TEXTS) == set(Acr)
    assert set(BINDING_TEXTS) == set(Binding)
    assert set(CONDITION_TEXTS) == set(CONDITIONS)


def test_phishing_resistant_is_never_called_biometric() -> None:
    """C-27."""
    words = [text for table in (ACR_TEXTS, BINDING_TEXTS, CONDITION_TEXTS) for text in table.values()]

    assert not any("生体" in text.ja or "biometric" in text.en.lower() for text in words)


def test_conditions_read_as_one_sentence() -> None:
    assert condition_text({}) == Text("", "")
    found = condition_text({"thin": True, "amount_at_least": 10_000_000})
    assert found == Text("10,000,000円以上、流動性の低い銘柄", "10,000,000 yen or more, thinly traded securities")


def test_a_control_of_the_firm_reads_as_its_name() -> None:
    assert control_text("call_back").en == "checked by calling back"
    assert control_text("own").en == "own"


@pytest.mark.parametrize(
    ("moment", "code", "text"),
    [
        ("2027-06-01T00:00:00+09:00", "2027-06-01", Text("2027年6月1日", "1 June 2027")),
        (
            "2027-06-01T09:05:00+09:00",
            "2027-06-01T09:05:00+09:00",
            Text("2027年6月1日9時05分", "1 June 2027, 09:05 (JST)"),
        ),
    ],
)
def test_midnight_in_japan_reads_as_a_day(moment: str, code: str, text: Text) -> None:
    at = from_rfc3339(moment)

    assert (day_code(at), day_text(at)) == (code, text)
