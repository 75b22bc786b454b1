"""The RBA login data set (Wiefling, Jørgensen, Thunem, Lo Iacono; ACM TOPS 2022, doi:10.1145/3546069), CC BY 4.0.

A CSV file with sixteen named columns, one login attempt a row, times in UTC. Its values are synthetic: addresses in
10/8 and AS numbers from 500000 are fillers, and travel, round-trip times and the hour of the day mean nothing. What
the contract has no field for (country, AS number, ...) is kept under ``source``, for comparisons with other models.
"""

import csv
from collections.abc import Iterable, Iterator

import msgspec

from sekisho.activity.operations.importers.outcome import Imported, Record, UnusableSource, checked
from sekisho.activity.operations.refusals import likely_encoding
from sekisho.activity.types.rejection import BadEvent, Code, SpoiltLine
from sekisho.kernel.texts import Text

COLUMNS = (
    "index", "Login Timestamp", "User ID", "Round-Trip Time [ms]", "IP Address", "Country", "Region", "City", "ASN",
    "User Agent String", "Browser Name and Version", "OS Name and Version", "Device Type", "Login Successful",
    "Is Attack IP", "Is Account Takeover",
)  # fmt: skip
"""The columns, in any order; others may stand among them."""

_NAMES = {
    "at": "Login Timestamp",
    "account": "User ID",
    "ip": "IP Address",
    "device.user_agent": "User Agent String",
    "device.platform": "OS Name and Version",
}
_TRUTH = {"True": True, "False": False, "true": True, "false": False, "1": True, "0": False}


def import_rba(lines: Iterable[tuple[int, bytes]]) -> Iterator[Imported]:
    """Turn each row into a ``login``.

    A row labelled as a takeover gives the truth ``bad``, any other row from an attacking address ``attack_address``.

    Args:
        lines: the numbered lines of the CSV file, its header first.

    Raises:
        UnusableSource: the header lacks columns.

    """
    places: dict[str, int] | None = None
    for number, line in lines:
        if places is None:
            places = _places(line)
            continue
        try:
            yield _row(number, line, places)
        except BadEvent as fault:
            yield Imported(number=number, raw=line, rejection=fault)
    if places is None:
        raise _no_header(", ".join(COLUMNS))


def _places(header: bytes) -> dict[str, int]:
    """Where each column stands."""
    try:
        names = _cells(header)
    except BadEvent as fault:
        raise UnusableSource(fault.reason) from None
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise _no_header(", ".join(missing))
    return {name: names.index(name) for name in COLUMNS}


def _no_header(columns: str) -> UnusableSource:
    return UnusableSource(
        Text(f"RBAデータの見出し行に列がありません: {columns}", f"The header of the RBA file lacks columns: {columns}")
    )


def _cells(line: bytes) -> list[str]:
    if isinstance(line, SpoiltLine):
        raise line.rejection
    try:
        return next(csv.reader([line.decode("utf-8-sig")], strict=True), [])
    except UnicodeDecodeError:
        raise BadEvent(Code.ENCODING, detail=likely_encoding(line) or "") from None
    except csv.Error as error:
        raise BadEvent(Code.SOURCE_RECORD, detail=f"CSV: {error}") from None


def _row(number: int, line: bytes, places: dict[str, int]) -> Imported:
    cells = _cells(line)
    if len(cells) <= max(places.values()):
        detail = Text(f"{len(cells)}列しかありません", f"only {len(cells)} columns")
        raise BadEvent(Code.SOURCE_RECORD, detail=detail)
    row = {name: cells[place] for name, place in places.items()}
    identifier = f"rba-{row['index']}"
    event = checked(_login(identifier, row), _NAMES)
    return Imported(number=number, raw=line, event=event, label=_label(identifier, row))


def _login(identifier: str, row: dict[str, str]) -> Record:
    return {
        "type": "login",
        "id": identifier,
        "at": f"{row['Login Timestamp'].replace(' ', 'T')}Z",
        "account": row["User ID"],
        "channel": "web",
        "ip": row["IP Address"],
        "device": {"user_agent": row["User Agent String"] or None, "platform": row["OS Name and Version"] or None},
        "body": {"outcome": "success" if _is(row, "Login Successful") else "failure"},
        "source": {
            "country": _known(row["Country"]),
            "asn": _known(row["ASN"]),
            "rtt_ms": _known(row["Round-Trip Time [ms]"]),
            "browser": _known(row["Browser Name and Version"]),
            "device_type": _known(row["Device Type"]),
        },
    }


def _known(cell: str) -> str | None:
    return None if cell in {"", "-"} else cell


def _is(row: dict[str, str], column: str) -> bool:
    try:
        return _TRUTH[row[column]]
    except KeyError:
        raise BadEvent(Code.SOURCE_FIELD, field=column, detail=Text("True か False", "True or False")) from None


def _label(identifier: str, row: dict[str, str]) -> bytes | None:
    takeover, attacking = _is(row, "Is Account Takeover"), _is(row, "Is Attack IP")
    if not takeover and not attacking:
        return None
    return msgspec.json.encode({"event": identifier, "truth": "bad" if takeover else "attack_address"})
