"""Why the journal did not do what it was asked. Each fault says it in both languages, in ``reason``."""

from sekisho.kernel.texts import Text


class JournalError(Exception):
    """Something about the journal; ``reason`` is for people."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)


class KeyConflictError(JournalError):
    """The key is known with other content. Attributes: ``key``, and the ``position`` of what is known."""

    def __init__(self, key: str, position: int) -> None:
        self.key = key
        self.position = position
        super().__init__(
            Text(
                f"キー {key} は、別の内容ですでに記録されています（位置 {position}）。",
                f"Key {key} was already written with other content (position {position}).",
            )
        )


class JournalUnavailableError(JournalError):
    """The entries could not be committed; nothing was acknowledged. The cause is chained to it."""

    def __init__(self, cause: BaseException) -> None:
        told = " ".join(f"{type(cause).__name__}: {cause}".split())
        super().__init__(
            Text(
                f"記録できませんでした。受付の確認は返していません。データベースと空き容量を確かめてから送り直してください。"
                f"（{told}）",
                f"The journal could not be written, and nothing was acknowledged. "
                f"Check the database and its disk, then send again. ({told})",
            )
        )


class JournalBusyError(JournalError):
    """The waiting room stayed full for as long as the caller wanted to wait."""

    def __init__(self, room: int) -> None:
        super().__init__(
            Text(
                f"記録待ちが上限（{room:,}件）に達しています。少し待って送り直してください。",
                f"The journal's waiting room ({room:,} entries) is full. Wait a little, then send again.",
            )
        )


class JournalClosedError(JournalError):
    """The committer was closed, or halted after a failure."""

    def __init__(self) -> None:
        super().__init__(Text("記録の受付は終了しています。", "The journal no longer takes entries here."))


class PoisonEntryError(JournalError):
    """A consumer could not deal with an entry and stands still before it. Attributes: ``consumer``, ``position``."""

    def __init__(self, consumer: str, position: int, cause: BaseException) -> None:
        self.consumer = consumer
        self.position = position
        told = f"{type(cause).__name__}: {cause}"
        super().__init__(
            Text(
                f"【警報】{consumer} は記録の位置 {position} を処理できず、そこで止まっています。"
                f"飛ばすことはしません。原因を直すと続きから再開します。（{told}）",
                f"ALARM: {consumer} cannot deal with the journal's entry at position {position} and stopped before it. "
                f"It does not skip. Once the cause is mended it goes on from there. ({told})",
            )
        )
