"""The command line: ``sekisho COMMAND``."""

import click

from sekisho.project.commands.import_events import import_events
from sekisho.project.commands.replay import replay
from sekisho.project.commands.rulebook import rulebook
from sekisho.project.commands.schema import schema
from sekisho.project.commands.simulate import simulate

COMMANDS: tuple[click.Command, ...] = (
    import_events,
    replay,
    rulebook,
    schema,
    simulate,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sekisho")
def main() -> None:
    """Sekisho protects the customers of online brokerages. 証券口座の乗っ取りを止める関所。"""


for command in COMMANDS:
    main.add_command(command)
