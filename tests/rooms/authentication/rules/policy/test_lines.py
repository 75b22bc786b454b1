from sekisho.authentication.rules.policy.lines import line_of, lines_of

TEXT = """\
title = { ja = "あ", en = "a" }
# [[rule]] in a comment stands nowhere

[[rule]]
id = "one"
factors = [
  "totp",
]
[[rule]]
id = "two"
[rule.opt_out]
alternatives = ["totp"]
[other.inner]
x = 1
[[other.list]]
y = 2
"""


def test_every_key_has_its_line() -> None:
    lines = lines_of(TEXT)

    assert {key: lines[key] for key in ("title", "rule.0", "rule.0.factors", "rule.1.id")} == {
        "title": 1, "rule.0": 4, "rule.0.factors": 6, "rule.1.id": 10,
    }  # fmt: skip
    assert (lines["rule.1.opt_out"], lines["rule.1.opt_out.alternatives"]) == (11, 12)
    assert (lines["other.inner.x"], lines["other.list.y"]) == (14, 16)


def test_what_has_no_line_stands_where_its_holder_does() -> None:
    lines = lines_of(TEXT)

    assert line_of(lines, "title.en") == 1
    assert line_of(lines, "rule.1.opt_out.controls") == 11
    assert line_of(lines, "rule.1.mode") == 9
    assert line_of(lines, "sunset.0.factor") == 1
