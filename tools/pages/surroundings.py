"""What surrounds the product: its commands, its settings, and what it writes into the journal."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click

import sekisho
from sekisho.kernel.texts import Text
from sekisho.project.cli import main as command_line
from tools.pages.markdown import both, code, grid, page, plain, said, words

SOURCES = Path(sekisho.__file__).parent
_VARIABLE = re.compile(r"\bSEKISHO_[A-Z_]+\b")
_KIND = re.compile(r'"([a-z]+:[a-z_]+:[a-z_]+)"')
_SPACE = re.compile(r"\s+")


def commands(command: click.Command = command_line, path: str = "sekisho") -> Iterator[tuple[str, click.Command]]:
    """Every command below ``command`` with its full name; groups are told before their commands."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None:
                yield f"{path} {name}", found
                yield from commands(found, f"{path} {name}")


def cli_page() -> str:
    """Every command with its arguments and options."""
    lead = Text(
        "どのコマンドも `--help` で同じ説明を示します。終了コードは、0 が正常、1 が失敗または見つかった誤り、"
        "2 が引数の誤り、3 が受け付けなかった行ありです。",
        "Each command says the same with `--help`. Exit status: 0 done, 1 failed or something is wrong, "
        "2 wrong arguments, 3 some lines were refused.",
    )
    sections = (_command(path, each) for path, each in commands() if not isinstance(each, click.Group))
    return page(Text("コマンド", "Commands"), lead, *sections)


def _command(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=path)
    usage = " ".join([path, *command.collect_usage_pieces(context)])
    told = (command.help or command.short_help or "").split("\n\n")
    options = [each for each in command.params if isinstance(each, click.Option) and not each.hidden]
    rows = (_option(each, context) for each in options)
    return "\n\n".join(
        [
            f"## `{path}`",
            f"```text\n{usage}\n```",
            *(plain(_SPACE.sub(" ", part).strip()) for part in told),
            *([grid(("オプション / option", "標準 / default", "意味 / meaning"), rows)] if options else []),
        ]
    )


def _option(option: click.Option, context: click.Context) -> tuple[str, str, str]:
    names = ", ".join([*option.opts, *option.secondary_opts])
    return (
        code(names + _value(option, context)),
        "必須 / required" if option.required else _default(option),
        plain(option.help or ""),
    )


def _value(option: click.Option, context: click.Context) -> str:
    """What the option is given, in a word."""
    if option.is_flag:
        return ""
    if isinstance(option.type, click.DateTime):
        return " YYYY-MM-DD"
    return f" {option.make_metavar(context).replace(' RANGE', '')}"


def _default(option: click.Option) -> str:
    default = option.to_info_dict()["default"]
    if not option.show_default or callable(default) or default is None:
        return ""
    return code(" ".join(map(str, default)) if isinstance(default, tuple) else default)


def settings_page() -> str:
    """Every environment variable that the product reads."""
    lead = Text(
        "設定は環境変数だけです。設定ファイルはありません。",
        "Settings are environment variables and nothing else; there is no settings file.",
    )
    table = words("variables", _named_in_sources(_VARIABLE))
    rows = ((code(name), code(each["default"]) if each["default"] else "", both(each)) for name, each in table.items())
    return page(Text("設定", "Settings"), lead, grid(("変数 / variable", "標準 / default", "意味 / meaning"), rows))


def journal_page() -> str:
    """Every kind of entry that the product writes into the journal."""
    lead = Text(
        "記録の種類は「部屋:もの:起きたこと」の3語です。",
        "A kind is three words: room, thing, what happened.",
    )
    told = _told_by_rooms()
    tellers = {kind.partition(":")[0] for kind in told}
    rooms = {path.name for path in SOURCES.iterdir() if path.is_dir()} - tellers
    others = {kind for kind in _named_in_sources(_KIND) if kind.partition(":")[0] in rooms}
    table = grid(("種類 / kind", "意味 / meaning"), said({**words("kinds", others), **dict(sorted(told.items()))}))
    return page(Text("ジャーナルの記録の種類", "Kinds of journal entries"), lead, table)


def _told_by_rooms() -> dict[str, Text]:
    """The sentences of the rooms that keep a table of their kinds."""
    found: dict[str, Text] = {}
    for path in sorted(SOURCES.glob("*/types/kinds.py")):
        found.update(import_module(f"sekisho.{path.parents[1].name}.types.kinds").KINDS)
    return found


def _named_in_sources(pattern: re.Pattern[str]) -> set[str]:
    paths = (path for path in SOURCES.rglob("*.py") if path.name != "permissions.py")  # other names of three words
    return {found for path in paths for found in pattern.findall(path.read_text(encoding="utf-8"))}
