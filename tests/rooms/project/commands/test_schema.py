"""``sekisho schema``, and that its files are kept up to date."""

from pathlib import Path

from click.testing import CliRunner

from sekisho.activity.operations.schemas import write_out
from sekisho.project.commands.schema import all_schemas, schema

PUBLISHED = Path(__file__).parents[4] / "docs" / "reference" / "schemas"


def test_the_published_schemas_are_those_of_the_types() -> None:
    """When this fails: ``uv run sekisho schema``, then look at what changed before committing it."""
    published = {path.stem: path.read_bytes() for path in PUBLISHED.glob("*.json")}

    assert published == {name: write_out(content) for name, content in all_schemas().items()}


def test_the_command_writes_every_schema(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    run = CliRunner(env={"SEKISHO_LANG": "ja"}).invoke(schema, ["--out", str(out)])

    assert run.exit_code == 0
    assert f"{len(all_schemas())}個のスキーマ" in run.output
    assert {path.stem for path in out.iterdir()} == set(all_schemas())
