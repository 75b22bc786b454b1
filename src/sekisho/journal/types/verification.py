"""What checking the journal finds."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from sekisho.kernel.texts import Text


class Anchor(NamedTuple):
    """A batch and its digest, written down outside the database: proof of how far the journal had come."""

    batch: int
    digest: bytes


class Fault(StrEnum):
    """Every way in which the journal can be found damaged. The words are stable."""

    BATCH_MISSING = "batch_missing"
    BATCH_CHANGED = "batch_changed"
    BATCH_DETACHED = "batch_detached"
    BATCH_RANGE = "batch_range"
    ENTRY_MISSING = "entry_missing"
    ENTRY_CHANGED = "entry_changed"
    ENTRY_SURPLUS = "entry_surplus"
    ENTRIES_REPLACED = "entries_replaced"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"
    MISCOUNTED = "miscounted"


SENTENCES: Mapping[Fault, Text] = {
    Fault.BATCH_MISSING: Text("バッチ {batch} がありません。", "Batch {batch} is missing."),
    Fault.BATCH_CHANGED: Text("バッチ {batch} が書き換えられています。", "Batch {batch} was changed."),
    Fault.BATCH_DETACHED: Text(
        "バッチ {batch} は直前のバッチに続いていません。どちらかが書き換えられています。",
        "Batch {batch} does not follow the one before it. One of the two was changed.",
    ),
    Fault.BATCH_RANGE: Text(
        "バッチ {batch} の範囲が直前のバッチに続いていません。",
        "The range of batch {batch} does not follow the one before it.",
    ),
    Fault.ENTRY_MISSING: Text(
        "バッチ {batch} の記録 {position} がありません。", "Entry {position} of batch {batch} is missing."
    ),
    Fault.ENTRY_CHANGED: Text(
        "バッチ {batch} の記録 {position} が書き換えられています。", "Entry {position} of batch {batch} was changed."
    ),
    Fault.ENTRY_SURPLUS: Text(
        "バッチ {batch} に、属さない記録が入り込んでいます（位置 {position} の前）。",
        "An entry that does not belong to batch {batch} was put in before position {position}.",
    ),
    Fault.ENTRIES_REPLACED: Text(
        "バッチ {batch} の記録が、要約値ごと差し替えられています。",
        "Entries of batch {batch} were replaced together with their digests.",
    ),
    Fault.TRUNCATED: Text(
        "末尾が失われています。バッチ {batch} まであったはずです。",
        "The end was cut off. The journal had come as far as batch {batch}.",
    ),
    Fault.REWRITTEN: Text(
        "バッチ {batch} は、アンカーに控えた要約値と違います。その時点までのどこかが書き換えられています。",
        "Batch {batch} is not the one noted in the anchor. The journal was rewritten at or before it.",
    ),
    Fault.MISCOUNTED: Text(
        "記録またはバッチの総数が合いません。最後のバッチ {batch} より後か、番号の外に、何かが加えられています。",
        "The totals do not agree: something stands after the last batch, {batch}, or outside the numbering.",
    ),
}
"""The sentence of each fault, with places for the batch and the position."""


class Damage(NamedTuple):
    """The first thing found wrong: the fault, its batch, and its entry's position (0 where it is not one entry)."""

    fault: Fault
    batch: int
    position: int = 0

    @property
    def text(self) -> Text:
        """The sentence for people."""
        pattern = SENTENCES[self.fault]
        return Text(
            pattern.ja.format(batch=self.batch, position=self.position),
            pattern.en.format(batch=self.batch, position=self.position),
        )


class Verification(NamedTuple):
    """What a walk over the journal found.

    Attributes:
        batches: how many batches were walked and found whole.
        entries: how many entries are in them.
        end: the last of these batches; batch 0 where the journal is empty.
        damage: what is wrong, if anything is.

    """

    batches: int
    entries: int
    end: Anchor
    damage: Damage | None
