"""``sekisho schema``: writes the JSON Schemas of what enters and what leaves."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from sekisho.activity.operations.schemas import event_schemas, write_out
from sekisho.decisions.operations.schemas import decision_schemas
from sekisho.kernel.texts import Text
from sekisho.project.language import speak
from sekisho.surveillance.operations.schemas import alert_schemas

SOURCES: tuple[Callable[[], Mapping[str, dict[str, Any]]], ...] = (event_schemas, decision_schemas, alert_schemas)
"""Each gives schemas by file name; a room whose types leave the product adds its own here."""


def all_schemas() -> dict[str, dict[str, Any]]:
    """Every schema of the product, by file name without its ending."""
    return {name: schema for source in SOURCES for name, schema in source().items()}


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("docs/reference/schemas"),
    show_default=True,
    help="書き出す先のフォルダー / Folder to write to.",
)
def schema(out: Path) -> None:
    """JSON Schemaを書き出す / Write the JSON Schemas."""
    out.mkdir(parents=True, exist_ok=True)
    schemas = all_schemas()
    for name, content in schemas.items():
        (out / f"{name}.json").write_bytes(write_out(content))
    count = len(schemas)
    click.echo(speak(Text(f"{count}個のスキーマを {out} に書きました。", f"Wrote {count} schemas to {out}.")))
