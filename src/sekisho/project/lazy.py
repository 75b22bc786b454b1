"""Command groups that load a command only when it is asked for: quick to start, whole without other people's tools."""

from importlib import import_module
from typing import Any

import click

from sekisho.project.django import start


class LazyGroup(click.Group):
    """A group whose commands are named as ``package.module:attribute``; ``stored`` ones need the database's tables."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - click's own
        commands_at: dict[str, str],
        stored: frozenset[str] = frozenset(),
        **settings: Any,  # noqa: ANN401 - click's own
    ) -> None:
        """Keep the names; nothing is loaded yet."""
        super().__init__(*args, **settings)
        self._places = commands_at
        self._stored = stored

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, sorted."""
        return sorted({*self._places, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, loaded now; None when there is none of that name."""
        place = self._places.get(cmd_name)
        if place is None:
            return super().get_command(ctx, cmd_name)
        if cmd_name in self._stored:
            start()
        module, _, attribute = place.partition(":")
        try:
            command = getattr(import_module(module), attribute)
        except ModuleNotFoundError as error:
            return _unavailable(cmd_name, str(error.name))
        assert isinstance(command, click.Command)  # noqa: S101 - the table above is our own
        return command


def _unavailable(name: str, missing: str) -> click.Command:
    """Stands in for a command whose library is not installed, and says how to get it."""

    def tell() -> None:
        message = f"{missing} がありません。uv sync で入れてください / {missing} is missing; install it with: uv sync"
        raise click.ClickException(message)

    return click.Command(
        name,
        callback=tell,
        short_help=f"（{missing} が必要 / needs {missing}）",
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )
