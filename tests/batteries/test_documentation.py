"""What the product has is documented, and what the documentation tells people to type exists."""

import re
import shlex
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import click
import msgspec
import pytest
from tools.pages.surroundings import commands

from builders.pages import DOCS, GENERATED, ROOT, blocks, console_lines, papers, read, written
from sekisho.activity.types.events import Event
from sekisho.activity.types.facts import NAMES
from sekisho.decisions.operations.checking import check_rulebook
from sekisho.decisions.operations.rulebook import read_rulebook
from sekisho.gateway.operations.loading import DECISION_MADE, EVENT_RECEIVED
from sekisho.project.cli import COMMANDS

KANA = re.compile(r"[ぁ-んァ-ヶ]")
ENGLISH = re.compile(r"(?:\b[a-z]{2,} ){4}")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
VARIABLE = re.compile(r"\bSEKISHO_[A-Z_]+\b")
DECISIONS = sorted((DOCS / "decisions").glob("0*.md"))


@cache
def known() -> Mapping[str, click.Command]:
    """Every command by its full name."""
    return dict(commands())


def generated(name: str) -> str:
    return read(GENERATED / name)


def test_every_command_is_documented_and_can_be_loaded() -> None:
    page = generated("cli.md")
    plain = [name for name, command in known().items() if not isinstance(command, click.Group)]

    assert {f"sekisho {name}" for name in COMMANDS} <= known().keys()
    assert [name for name in plain if f"## `{name}`\n" not in page] == []
    assert "uv sync" not in page, "a command stands in for one whose library is missing"


def test_every_command_and_option_says_in_both_languages_what_it_does() -> None:
    texts = {
        f"{name} {' '.join(option.opts)}": option.help or ""
        for name, command in known().items()
        for option in command.params
        if isinstance(option, click.Option)
    } | {name: command.help or "" for name, command in known().items()}

    assert [name for name, text in texts.items() if not (_is_japanese(text) and re.search(r"[a-z]{2}", text))] == []


def _is_japanese(text: str) -> bool:
    return any("぀" <= sign <= "ヿ" or "一" <= sign <= "鿿" for sign in text)


def test_every_environment_variable_of_the_product_is_documented() -> None:
    page = generated("settings.md")
    read_by = {found for path in (ROOT / "src").rglob("*.py") for found in VARIABLE.findall(read(path))}

    assert [name for name in sorted(read_by) if f"`{name}`" not in page] == []


def test_every_environment_variable_that_a_page_names_exists() -> None:
    used = {found for path in [*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
            for found in VARIABLE.findall(read(path))}  # fmt: skip
    named = {found for path in written() for found in VARIABLE.findall(read(path))}

    assert named - used == set()


def test_every_rule_is_documented_with_both_titles() -> None:
    page = generated("rules.md").replace("\\", "")
    rules = read_rulebook(ROOT / "rulebook").rules

    assert [rule.id for rule in rules if f"| `{rule.id}` {rule.version} |" not in page] == []
    assert [rule.id for rule in rules if f"{rule.title.ja}<br>{rule.title.en}" not in page] == []


def test_every_fact_is_documented() -> None:
    page = generated("facts.md")

    assert [name for name in NAMES if f"| `{name}` |" not in page] == []


def test_every_event_type_is_documented_and_has_its_schema() -> None:
    page = generated("events.md")
    tags = [str(each.__struct_config__.tag) for each in Event.__args__]

    assert [tag for tag in tags if f"## `{tag}` " not in page] == []
    assert [tag for tag in tags if not (DOCS / "reference" / "schemas" / f"event.{tag}.json").is_file()] == []


def test_every_kind_of_journal_entry_is_documented() -> None:
    page = generated("journal-kinds.md")

    assert [kind for kind in (EVENT_RECEIVED, DECISION_MADE) if f"| `{kind}` |" not in page] == []


@pytest.mark.parametrize(("page", "line"), [*console_lines()])
def test_every_command_that_a_page_tells_to_type_exists(page: str, line: str) -> None:
    first = re.split(r"\s[|>]\s|\s&&\s", line)[0]
    typed = shlex.split(first)

    if typed[0] == "make":
        targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), re.MULTILINE))
        assert set(typed[1:]) <= targets, page
    elif typed[0] == "sekisho":
        _assert_typed(typed, page)
    elif typed[0] == "export":
        assert typed[1].partition("=")[0] in generated("settings.md"), page


def _assert_typed(typed: list[str], page: str) -> None:
    """The words before the first argument name a command, and it has every option."""
    name = max((each for each in known() if f"{' '.join(typed)} ".startswith(f"{each} ")), key=len, default="")
    assert name, f"{page}: there is no command {' '.join(typed)!r}"
    options = {spelling for each in known()[name].params for spelling in (*each.opts, *each.secondary_opts)}
    assert {each.partition("=")[0] for each in typed if each.startswith("--")} <= options | {"--help"}, page


def test_every_link_between_the_papers_leads_somewhere() -> None:
    broken = [
        f"{path.name}: {target}"
        for path in papers()
        for target in LINK.findall(read(path))
        if "://" not in target and not (path.parent / target).exists()
    ]

    assert broken == []


def test_the_two_halves_of_the_readme_know_each_other() -> None:
    assert "(README.en.md)" in read(ROOT / "README.md")
    assert "(README.md)" in read(ROOT / "README.en.md")


@pytest.mark.parametrize("path", written(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_page_speaks_japanese_and_english(path: Path) -> None:
    text = read(path)

    assert KANA.search(text) or path.name == "README.en.md"
    assert ENGLISH.search(text) or path.name == "README.md"


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_every_decision_says_what_led_to_it_what_else_was_weighed_and_what_was_measured(path: Path) -> None:
    text = read(path).lower()

    assert [
        part for part in ("context", "decision", "consequences", "alternatives", "measured") if part not in text
    ] == []
    assert "要約" in text


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == [*range(1, len(DECISIONS) + 1)]


def test_the_rule_in_the_how_to_passes_the_check(tmp_path: Path) -> None:
    [rule] = blocks(DOCS / "how-to" / "write-a-rule.md", "toml")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "thin-buy-over-vpn.toml").write_text(rule, encoding="utf-8")
    (tmp_path / "safe_modes.toml").write_bytes((ROOT / "rulebook" / "safe_modes.toml").read_bytes())

    assert [each.code for each in check_rulebook(tmp_path)] == ["lock:file:missing"]


def test_the_refused_line_in_the_how_to_is_json() -> None:
    [line] = blocks(DOCS / "how-to" / "read-rejected-lines.md", "json")

    assert msgspec.json.decode(line)["reason"] == "money"
