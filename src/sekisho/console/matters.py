"""What two people decide: each kind of thing, how it reads, and what happens once the second one has signed.

Somebody asks; another one opens the approval page, reads the same content, and signs it with his hardware key. What he
signs names the thing by its digest: had it changed meanwhile, nothing happens. Whoever adds something to decide adds a
line to ``console.deciding.MATTERS``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sekisho.firms.types.permissions import Permission
from sekisho.kernel.digests import canonical, sha256_hex
from sekisho.kernel.texts import Text

Fact = tuple[Text, Text | str]
LONGEST_SUMMARY = 200
DECIDED: Mapping[str, Text] = {
    "proposed": Text("申請しました。別の人の承認を待っています。", "Proposed. It waits for somebody else's decision."),
    "approve": Text("承認しました。署名を証拠として残しました。", "Approved. Your signature is kept as evidence."),
    "reject": Text("却下しました。署名を証拠として残しました。", "Refused. Your signature is kept as evidence."),
}
"""What a thing's own page says to whoever comes back from asking or deciding: ``?done=`` names one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A thing as it stands now, for whoever decides.

    Attributes:
        summary: what it is, in a line; it is part of what is signed, in the language of who signs.
        lines: what the page shows beside it.
        content: everything that the decision rests on, as plain JSON; its digest is signed.

    """

    summary: Text
    lines: tuple[Fact, ...]
    content: Mapping[str, object]

    @property
    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        return sha256_hex(canonical(self.content))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision that somebody has signed.

    Attributes:
        reference: of the thing.
        approve: yes or no.
        by: id of the member of staff who signed.
        evidence: the record of his signature.
        at: in milliseconds.

    """

    reference: str
    approve: bool
    by: str
    evidence: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A kind of thing that is decided by a second person.

    Attributes:
        kind: a word for machines, part of what is signed.
        label: what people call it.
        permission: what whoever decides must have.
        facts: ``(by, reference)`` to how it stands; raises ``RefusedError`` or a fault of the room where there is none.
        carry_out: what happens after the signature; raises ``RefusedError`` or a fault of the room.
        place: where its page is, with ``{}`` for the reference.
        refusable: it can be refused too, not only left alone.

    """

    kind: str
    label: Text
    permission: Permission
    facts: Callable[[str, str], Facts]
    carry_out: Callable[[Decision], None]
    place: str
    refusable: bool = True
