from pathlib import Path

from builders.notices import AT
from sekisho.notices.operations.outlets.folder import FolderOutlet
from sekisho.notices.types.deliveries import Accepted, Deferred, Outgoing

TOKEN = "a.b"  # noqa: S105 - a name, not a secret
MESSAGE = Outgoing(
    delivery="d-1", token=TOKEN, address="東京都千代田区\n関所花子", title="題", text="本文", language="ja", at=AT
)


def test_a_letter_becomes_one_file_for_its_owner_only(tmp_path: Path) -> None:
    place = tmp_path / "letters"
    outlet = FolderOutlet(directory=place)

    assert outlet.send(MESSAGE) == outlet.send(MESSAGE) == Accepted(reference="d-1.txt")

    (file,) = place.iterdir()
    assert file.read_text(encoding="utf-8") == "東京都千代田区\n関所花子\n\n題\n\n本文\n"
    assert file.stat().st_mode & 0o077 == place.stat().st_mode & 0o077 == 0


def test_where_nothing_can_be_written_the_letter_waits(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert isinstance(FolderOutlet(directory=tmp_path / "file").send(MESSAGE), Deferred)
