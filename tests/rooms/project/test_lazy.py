"""Commands are loaded when they are asked for."""

import click
from click.testing import CliRunner

from sekisho.project.cli import COMMANDS, main
from sekisho.project.lazy import LazyGroup


@click.group(cls=LazyGroup, commands_at={"gone": "no_such_library.commands:gone", "schema": COMMANDS["schema"]})
def group() -> None:
    """A group with a command whose library is missing."""


@group.command()
def plain() -> None:
    """A command of the usual kind."""


def test_every_command_of_the_product_can_be_loaded() -> None:
    context = click.Context(main)

    assert all(isinstance(main.get_command(context, name), click.Command) for name in main.list_commands(context))


def test_a_command_whose_library_is_missing_says_what_to_install() -> None:
    done = CliRunner().invoke(group, ["gone", "--whatever"])

    assert done.exit_code == 1
    assert "no_such_library" in done.output
    assert "uv sync" in done.output


def test_the_list_of_commands_is_whole_without_the_missing_library() -> None:
    done = CliRunner().invoke(group, ["--help"])

    assert [name for name in ("gone", "plain", "schema") if name in done.output] == ["gone", "plain", "schema"]


def test_a_name_that_is_no_command_is_refused() -> None:
    assert CliRunner().invoke(group, ["other"]).exit_code == 2
