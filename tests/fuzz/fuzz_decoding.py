"""Coverage-guided fuzzing of the parser: any bytes give an event or a refusal.

Run for as long as you like: ``uv run python tests/fuzz/fuzz_decoding.py -max_total_time=600 CORPUS_DIRECTORY``.
"""

import sys

import atheris
import msgspec

with atheris.instrument_imports(include=["sekisho.activity.operations"]):
    from sekisho.activity.operations.decoding import decode
    from sekisho.activity.operations.duplicates import content_digest
    from sekisho.activity.types.rejection import BadEvent


def one_input(data: bytes) -> None:
    """Read the bytes; an event must be written and read again as the same."""
    try:
        event = decode(data)
    except BadEvent:
        return
    again = decode(msgspec.json.encode(event))
    assert again == event
    assert content_digest(again) == content_digest(event)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
