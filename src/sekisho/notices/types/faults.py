"""What can be wrong with a contact."""

from collections.abc import Mapping

from sekisho.kernel.texts import Text
from sekisho.notices.types.channels import ContactKind

_EXPECTED: Mapping[ContactKind, Text] = {
    ContactKind.EMAIL: Text(
        "メールアドレスの形ではありません。例: hanako@example.com",
        "This is no e-mail address; write hanako@example.com",
    ),
    ContactKind.PHONE: Text(
        "電話番号の形ではありません。例: 090-1234-5678 または +819012345678",
        "This is no telephone number; write 090-1234-5678 or +819012345678",
    ),
    ContactKind.POST: Text("住所を入れてください。", "Write the postal address."),
    ContactKind.APP: Text("アプリの端末番号ではありません。", "This is no token of an app."),
}


class BadAddressError(ValueError):
    """The address cannot be one of its kind. ``reason`` says what to write instead."""

    def __init__(self, kind: ContactKind) -> None:
        self.reason = _EXPECTED[kind]
        super().__init__(self.reason.en)
