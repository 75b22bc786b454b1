"""A finding as one line."""

from sekisho.decisions.types.finding import Finding, Place, Severity
from sekisho.kernel.texts import Text


def test_a_finding_is_one_line_with_file_line_severity_code_and_message() -> None:
    text = Text("idがありません", "id is missing")
    found = Finding(place=Place("rules/a.toml", 3), severity=Severity.ERROR, code="key:name:missing", text=text)

    assert found.line(language="en") == "rules/a.toml:3: error key:name:missing: id is missing"
    assert found.line(language="ja") == "rules/a.toml:3: error key:name:missing: idがありません"
