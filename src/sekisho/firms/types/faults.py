"""Why the room did not do what it was asked. Each fault says in both languages what to do, in ``reason``."""

from dataclasses import dataclass

from sekisho.firms.types.permissions import Permission
from sekisho.kernel.texts import Text


class FirmsError(Exception):
    """Something about clients or staff; ``reason`` is for people."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)


class NotAllowedError(FirmsError):
    """A member of staff lacks a permission, or is not active. Attributes: ``member``, ``permission``."""

    def __init__(self, member: str, permission: Permission) -> None:
        self.member = member
        self.permission = permission
        super().__init__(
            Text(
                "この操作の権限がありません。必要な場合は、管理者に役割の追加を依頼してください。",
                f"You lack the permission {permission.value}. If you need it, ask an administrator for a role.",
            )
        )


class SamePersonError(FirmsError):
    """Who asked cannot decide."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "申請した人は承認できません。別の担当者に承認を依頼してください。",
                "Whoever asked cannot decide. Ask a colleague to approve it.",
            )
        )


class StateError(FirmsError):
    """It does not stand where this step begins; somebody else may have been quicker."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "いまの状態ではこの操作はできません。画面を開き直して、現在の状態を確かめてください。",
                "This cannot be done in the present state. Open the page again and look how it stands.",
            )
        )


class TakenError(FirmsError):
    """The name is in use."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                f"「{name}」はすでに使われています。別の名前を選んでください。",
                f"{name!r} is in use. Choose another name.",
            )
        )


class UnknownError(FirmsError, LookupError):
    """There is nothing of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                f"「{name}」は見つかりません。名前を確かめてください。",
                f"There is no {name!r}. Check the name.",
            )
        )


class WrongCodeError(FirmsError):
    """The codes of an invitation are not right, or too old."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "コードが正しくないか、期限が切れています。二つのコードを確かめるか、渡してくれた人にもう一度表示してもらってください。",
                "The codes are not right, or too old. Check both, or ask those who gave them to you for new ones.",
            )
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with what was handed in: which field, and what to do."""

    field: str
    text: Text


class BadTermsError(FirmsError, ValueError):
    """What was handed in cannot be registered. Attribute: ``findings``."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(
            Text(
                "登録内容を直してください。" + "".join(f"（{each.field}）{each.text.ja}" for each in findings),
                "Please mend: " + " ".join(f"{each.field}: {each.text.en}" for each in findings),
            )
        )
