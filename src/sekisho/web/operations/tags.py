"""Template tags: both languages side by side, moments in Japan's time, money, masks, icons. Everything is escaped."""

from datetime import datetime
from typing import Any

from django.template import Context, Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sekisho.kernel.moments import from_milliseconds
from sekisho.kernel.texts import Text
from sekisho.web.rules.wording import day_of, masked, moment_of, yen_of
from sekisho.web.types.icons import ICONS

register = Library()


@register.simple_tag(takes_context=True)
def say(context: Context, *, ja: str, en: str, **values: Any) -> SafeString:  # noqa: ANN401 - what a template names
    """``{% say ja="{name}さま" en="Dear {name}" name=customer.name %}``: the caller's language; values are escaped."""
    return format_html(ja if _language(context) == "ja" else en, **values) if values else _plain(context, ja, en)


def _plain(context: Context, ja: str, en: str) -> SafeString:
    return format_html("{}", ja if _language(context) == "ja" else en)


@register.simple_tag(takes_context=True)
def read(context: Context, text: Text | str) -> str:
    """``{% read problem.title %}``: a ``Text`` in the caller's language; a plain string as it is."""
    return text.read(_language(context)) if isinstance(text, Text) else str(text)


@register.simple_tag(takes_context=True)
def linked(context: Context, text: Text) -> SafeString:
    """``{% linked credit %}``: a ``Text`` whose first ``https://`` address is a link."""
    before, scheme, rest = text.read(_language(context)).partition("https://")
    end = next((place for place, sign in enumerate(rest) if sign in ") ,、"), len(rest))
    address = scheme + rest[:end]
    return format_html('{}<a href="{}" rel="noreferrer noopener">{}</a>{}', before, address, address, rest[end:])


@register.simple_tag(takes_context=True)
def moment(context: Context, at: int | None) -> SafeString:
    """``{% moment session.created %}``: milliseconds as day and time in Japan; nothing for None."""
    return _time(context, at, moment_of)


@register.simple_tag(takes_context=True)
def day(context: Context, at: int | None) -> SafeString:
    """``{% day rule.from %}``: milliseconds as a day in Japan's calendar; nothing for None."""
    return _time(context, at, day_of)


@register.simple_tag(takes_context=True)
def yen(context: Context, amount: int) -> str:
    """``{% yen 1234567 %}``: 1,234,567円 or ¥1,234,567."""
    return yen_of(amount, _language(context))


@register.filter(name="masked")
def masked_filter(value: object, shown: int = 4) -> str:
    """``{{ number|masked }}``: all but the last four signs hidden."""
    return masked(str(value), shown=shown)


@register.simple_tag
def icon(name: str) -> SafeString:
    """``{% icon "key" %}``: a drawing beside words that say the same; readers skip it."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', ICONS[name]
    )


def _language(context: Context) -> str:
    return str(context.get("language", "ja"))


def _time(context: Context, at: int | None, write: Any) -> SafeString:  # noqa: ANN401 - one of two functions below
    if at is None:
        return SafeString("")
    found: datetime = from_milliseconds(at)
    return format_html(
        '<time datetime="{}">{}</time>', found.isoformat(timespec="seconds"), write(at, _language(context))
    )
