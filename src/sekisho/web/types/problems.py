"""What could not be done, said to people and to programs; every refusal names the next step."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sekisho.kernel.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that can be done next: a link on a page, an entry of ``next`` in a problem document."""

    label: Text
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A refusal.

    Attributes:
        status: the HTTP status.
        code: one word for programs, e.g. ``too_large``.
        title: what happened, in a few words.
        detail: what to do now.
        steps: where to go on.
        extra: further members of the problem document; nothing secret.
        headers: further headers of the answer, e.g. ``Retry-After`` or ``WWW-Authenticate``.

    """

    status: int
    code: str
    title: Text
    detail: Text
    steps: tuple[Step, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


class RefusedError(Exception):
    """Ends a request with a problem; the room's middleware turns it into a page or a problem document."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.title.en)
