"""JSON Schema 2020-12 of what enters, generated from the types and from nothing else.

The schema says what a line must look like; ``decoding`` also checks what a schema cannot say (two signatures that
differ, a real address, the nesting). A room with types of its own gives them to ``document`` and is listed in the
``schema`` command.
"""

import inspect
from collections.abc import Mapping
from typing import Any, get_args

import msgspec

from sekisho.activity.types.events import Event
from sekisho.kernel.texts import Text

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLES: Mapping[str, Text] = {
    "login": Text("ログイン", "Login"),
    "factor": Text("認証要素の登録・使用・削除", "Factor"),
    "profile": Text("登録情報・設定の変更", "Profile change"),
    "cash": Text("入出金", "Cash in or out"),
    "order": Text("注文", "Order"),
    "cancel": Text("注文の取消", "Cancel"),
    "execution": Text("約定", "Execution"),
    "holdings": Text("保有残高", "Holdings"),
    "transfer": Text("株式の移管（出庫）", "Securities transfer"),
    "report": Text("申告・通報", "Report"),
    "answer": Text("本人の回答", "Answer"),
    "logout": Text("ログアウト", "Logout"),
    "control": Text("凍結・買付停止とその解除", "Control"),
    "instrument": Text("銘柄情報", "Instrument"),
    "quote": Text("気配・出来高", "Quote"),
}
"""What each event type is called."""


def document(of: Any, *, name: str, title: Text, version: int = 1) -> Schema:  # noqa: ANN401 - any type msgspec knows
    """The schema of one type as a document of its own.

    Args:
        of: a msgspec Struct, or a union of them.
        name: what the identifier ends with, e.g. ``event:login``.
        title: what people call it.
        version: raised only when something valid before is no longer valid.

    Returns:
        A schema with ``$schema``, ``$id`` (a URN, so that nobody's host is claimed), ``title`` in both languages
        and every nested type under ``$defs``.

    """
    (schema,), nested = msgspec.json.schema_components((of,), ref_template="#/$defs/{name}")
    if "$ref" in schema:
        schema = nested.pop(schema["$ref"].rsplit("/", 1)[-1])
    head = {"$schema": DIALECT, "$id": f"urn:sekisho:schema:{name}:{version}", "title": f"{title.ja} / {title.en}"}
    rest = {key: value for key, value in schema.items() if key != "title"}
    return {
        key: _tidy_member(key, value) for key, value in (head | rest | ({"$defs": nested} if nested else {})).items()
    }


def event_schemas() -> dict[str, Schema]:
    """One schema for each event type and one for the union of all, by file name without its ending."""
    schemas = {"event": document(Event, name="event", title=Text("イベント", "Event"))}
    for kind in get_args(Event):
        tag = str(kind.__struct_config__.tag)
        schemas[f"event.{tag}"] = document(kind, name=f"event:{tag}", title=TITLES[tag])
    return schemas


def write_out(schema: Schema) -> bytes:
    """The file of one schema: indented, in the order of the fields, ending in a line end."""
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"


def _tidy(part: Any) -> Any:  # noqa: ANN401 - JSON
    """The same schema with its descriptions freed from the indentation of the source."""
    if isinstance(part, dict):
        return {key: _tidy_member(key, value) for key, value in part.items()}
    return [_tidy(each) for each in part] if isinstance(part, list) else part


def _tidy_member(key: str, value: Any) -> Any:  # noqa: ANN401 - JSON
    if key == "description" and isinstance(value, str):  # not the schema of a field of that name
        return inspect.cleandoc(value).replace("``", "`")
    return _tidy(value)
