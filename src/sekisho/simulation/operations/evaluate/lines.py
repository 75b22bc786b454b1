"""Reading NDJSON line by line, and keeping account of the lines that could not be used."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sekisho.activity.operations.reading import Lines
from sekisho.activity.types.rejection import SpoiltLine
from sekisho.kernel.texts import Text
from sekisho.simulation.types.figures import InputFile

_MOST_KEPT = 10_000
_MOST_REASONS = 20


class UnreadableFileError(Exception):
    """An input that cannot be opened; ``text`` names it and says what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLine:
    """One line that was not used: where it stands and why."""

    file: str
    line: int
    reason: Text

    def row(self) -> dict[str, object]:
        """The line as it is written to ``rejected.ndjson``."""
        return {"file": self.file, "line": self.line, "ja": self.reason.ja, "en": self.reason.en}


@dataclass(slots=True)
class Source:
    """One input file while it is read. The first 10,000 refusals are kept, all of them are counted."""

    path: Path
    lines: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    kept: list[RefusedLine] = field(default_factory=list)

    def refuse(self, error: ValueError) -> None:
        """Note that the current line cannot be used. The decoder's errors are ``ValueError`` too."""
        self._keep(
            Text(
                f"この行は使えません: {error}。欄の名前と型を契約と照らし合わせてください。",
                f"This line cannot be used: {error}. Compare its fields with the contract.",
            ),
            str(error),
        )

    def refuse_spoilt(self, line: SpoiltLine) -> None:
        """Note a line that is too long or breaks off in a damaged archive."""
        self._keep(line.rejection.reason, line.rejection.reason.en)

    def _keep(self, reason: Text, key: str) -> None:
        self.reasons[key] += 1
        if len(self.kept) < _MOST_KEPT:
            self.kept.append(RefusedLine(file=self.path.name, line=self.lines, reason=reason))

    def summary(self) -> InputFile:
        """How the file was read."""
        common = dict(self.reasons.most_common(_MOST_REASONS))
        return InputFile(name=self.path.name, lines=self.lines, refused=self.reasons.total(), reasons=common)


def lines_of(source: Source) -> Iterator[bytes]:
    """The file's lines that are not blank, counted as they pass; plain, gzip or zstd.

    Raises:
        UnreadableFileError: the file cannot be opened or read.

    """
    try:
        with Lines(source.path) as lines:
            for number, line in lines:
                source.lines = number
                if line.__class__ is not bytes and isinstance(line, SpoiltLine):
                    source.refuse_spoilt(line)
                elif line and not line.isspace():
                    yield line
    except OSError as error:
        raise UnreadableFileError(
            Text(
                f"{source.path} を読めません({error})。パスと読み取りの権限を確かめてください。",
                f"{source.path} cannot be read ({error}). Check the path and that you may read it.",
            )
        ) from error
