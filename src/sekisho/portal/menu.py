"""What the customer's menu shows, in its order; and one way to render a page with it."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse

from sekisho.kernel.texts import Text
from sekisho.web.operations.pages import page


class Entry(NamedTuple):
    """One line of the menu."""

    href: str
    label: Text


MENU = (
    Entry("/", Text("口座の守り", "Your protection")),
    Entry("/inbox", Text("お知らせ", "Notices")),
    Entry("/security", Text("パスキーと端末", "Passkeys and devices")),
    Entry("/sessions", Text("ログイン中の端末", "Where you are logged in")),
    Entry("/history", Text("ログインの履歴", "Login history")),
    Entry("/schedule", Text("予定表", "Schedule")),
)
"""Every entry leads to a page that anybody who is logged in may see."""


def screen(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:  # noqa: ANN401
    """A page of the portal."""
    return page(request, template, status=status, menu=MENU, **context)
