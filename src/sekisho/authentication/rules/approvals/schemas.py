"""A schema: the fields of one kind of content, in the order in which they are shown, and what holds between them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sekisho.authentication.rules.approvals.kinds import BadValueError, Kind, Value, grouped
from sekisho.authentication.types.approval_refusals import Wrong
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.kernel.texts import Text

Content = Mapping[str, Value]
Check = Callable[[Content], Wrong | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field.

    Attributes:
        name: its key in the content.
        label: what stands before its value.
        kind: what values it takes.
        required: it has to be there.
        money: the field with its currency, for an amount; the currency is then shown with it, and not by itself.

    """

    name: str
    label: Text
    kind: Kind
    required: bool = True
    money: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """One version of one kind of content. A published schema never changes: a change is a new version.

    Attributes:
        code: what is done.
        version: of the content.
        layout: of the way it is shown; raised when only labels change.
        title: the heading.
        fields: in the order in which they are shown.
        checks: what holds between fields.

    """

    code: OperationCode
    version: int
    title: Text
    fields: tuple[Field, ...]
    checks: tuple[Check, ...] = ()
    layout: int = 1

    @property
    def template(self) -> str:
        """The name of the way it is shown, e.g. ``withdraw@1.1``."""
        return f"{self.code.value}@{self.version}.{self.layout}"


_MISSING = Text("必須の項目です", "this field is required")
_UNKNOWN = Text("この手続きにはない項目です", "this operation has no such field")
_NO_OBJECT = Text("項目名と値の組で指定してください", "give an object of fields")


class BadContentError(ValueError):
    """A content breaks its schema; ``wrong`` names every field."""

    def __init__(self, wrong: tuple[Wrong, ...]) -> None:
        self.wrong = wrong
        super().__init__("; ".join(f"{item.field}: {item.text.en}" for item in wrong))


def checked(schema: Schema, content: object) -> dict[str, Value]:
    """The content with its texts in NFC and its sets in order.

    Raises:
        BadContentError: something in it is wrong.

    """
    if not isinstance(content, Mapping):
        raise BadContentError((Wrong(field="content", text=_NO_OBJECT),))
    known = {field.name for field in schema.fields}
    wrong = [Wrong(field=str(name)[:80], text=_UNKNOWN) for name in content if name not in known]
    found: dict[str, Value] = {}
    for field in schema.fields:
        _take(field, content, found, wrong)
    amounts = {field.money: Wrong(field=field.money, text=_MISSING) for field in schema.fields if field.name in found}
    wrong += [fault for money, fault in amounts.items() if money and money not in content and fault not in wrong]
    if not wrong:
        wrong = [fault for check in schema.checks if (fault := check(found)) is not None]
    if wrong:
        raise BadContentError(tuple(wrong))
    return found


def _take(field: Field, content: Mapping[object, object], found: dict[str, Value], wrong: list[Wrong]) -> None:
    if field.name not in content:
        if field.required:
            wrong.append(Wrong(field=field.name, text=_MISSING))
        return
    try:
        found[field.name] = field.kind.read(content[field.name])
    except BadValueError as error:
        wrong.append(Wrong(field=field.name, text=error.text))


def shown(schema: Schema, content: Content, language: str) -> tuple[tuple[str, str], ...]:
    """Label and value of every field that is there. A currency stands with its amount."""
    beside = {field.money for field in schema.fields if field.name in content}
    return tuple(
        (field.label.read(language), _value(field, content, language))
        for field in schema.fields
        if field.name in content and field.name not in beside
    )


def _value(field: Field, content: Content, language: str) -> str:
    value = content[field.name]
    if not field.money:
        return field.kind.show(value, language)
    currency, amount = str(content[field.money]), grouped(str(value))
    return f"{amount}円" if (currency, language) == ("JPY", "ja") else f"{currency} {amount}"


def whole_yen(amount: str, currency: str) -> Check:
    """Yen have no fractions."""

    def check(content: Content) -> Wrong | None:
        if content.get(currency) == "JPY" and "." in content.get(amount, ""):
            return Wrong(field=amount, text=Text("円は整数で指定してください", "yen are whole numbers"))
        return None

    return check


def only_where(name: str, other: str, *values: str) -> Check:
    """``name`` is there where ``other`` has one of ``values``, and only there."""

    def check(content: Content) -> Wrong | None:
        wanted = content.get(other) in values
        if wanted == (name in content):
            return None
        return Wrong(field=name, text=_MISSING if wanted else _UNKNOWN)

    return check
