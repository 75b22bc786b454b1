"""How failures slow an attacker down and in the end close the weak paths of an account (C-15, D10).

Weak paths are those where something is typed: password, codes, recovery. A passkey is never closed by failures.
"""

from dataclasses import dataclass
from enum import StrEnum

from sekisho.authentication.types.factors import FactorCode
from sekisho.kernel.moments import MINUTE, SECOND
from sekisho.kernel.texts import Text

WEAK_PATHS = frozenset({
    FactorCode.PASSWORD, FactorCode.TOTP, FactorCode.PUSH_NUMBER, FactorCode.SMS_OTP, FactorCode.EMAIL_OTP,
    FactorCode.RECOVERY_CODE,
})  # fmt: skip
"""The factors whose failures count, and which a lock-out closes."""
NOBODY = "nobody:"
"""How a subject begins that is no principal: a name was typed that nobody has."""
CEILING = 100
"""No firm may allow more failures in a row (NIST SP 800-63B-4, 3.2.2)."""


class Stage(StrEnum):
    """What an attempt meets, from the mildest to the strictest."""

    OPEN = "open"
    WAIT = "wait"
    WORK = "work"
    LOCKED = "locked"
    MANUAL = "manual"


ORDER = tuple(Stage)
"""The stages in rising strictness."""

NOTES = {
    Stage.OPEN: Text("お手続きを続けられます。", "You can go on."),
    Stage.WAIT: Text(
        "続けて入力されたため、少し時間をおいています。表示の時刻を過ぎてから、もう一度お試しください。",
        "There were several tries in a row. Please wait until the time shown, then try again.",
    ),
    Stage.WORK: Text(
        "安全のための確認を、お使いの機器が自動で行っています。お客さまの操作は必要ありません。数秒お待ちください。",
        "Your device is doing a safety check by itself. There is nothing you need to do; please wait a few seconds.",
    ),
    Stage.LOCKED: Text(
        "お客さまの口座を守るため、パスワードなどの入力を一時的に止めています。パスキーがあれば、今すぐログインできます。"
        "お持ちでない場合は、表示の時刻を過ぎてからお試しいただくか、再登録の手続きへお進みください。",
        "To protect your account, typed passwords and codes are paused for a while. With a passkey you can sign in "
        "now. Without one, try again after the time shown, or go on to recovery.",
    ),
    Stage.MANUAL: Text(
        "お客さまの口座を守るため、パスワードなどの入力を止めています。パスキーでログインするか、再登録の手続きへお進みください。",
        "To protect your account, typed passwords and codes are closed. Sign in with a passkey, or go on to recovery.",
    ),
}
"""What people read at each stage; each says what to do next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LockoutRules:
    """From which failure on what happens; a firm may set its own.

    Attributes:
        free: failures of an account that cost nothing.
        delay: the wait after the next one, doubled with each further one, in milliseconds.
        delay_most: the longest wait, in milliseconds.
        work_from: failures of an account from which every attempt needs a proof of work.
        lock_at: failures of an account that close its weak paths for a time.
        window: failures older than this behind the last one no longer count together, in milliseconds.
        lock_for: how long the weak paths stay closed, in milliseconds.
        manual_after: so many closings in a row, and only a strong login or a recovery opens.
        network_window: over which attempts of a network are counted, in milliseconds.
        network_work: attempts of a network in it from which a proof of work is needed.
        network_stop: attempts of a network in it from which none is looked at.
        everyone_window: over which everybody's attempts are counted, in milliseconds; short, so that what is let in
            without work never fills the hash pool.
        everyone_work: attempts of everybody in it from which a proof of work is needed on unknown devices.
        work_least: the expected number of hashes of the easiest proof of work.
        work_most: and of the hardest.

    """

    free: int = 3
    delay: int = SECOND
    delay_most: int = MINUTE
    work_from: int = 5
    lock_at: int = 10
    window: int = 30 * MINUTE
    lock_for: int = 30 * MINUTE
    manual_after: int = 3
    network_window: int = MINUTE
    network_work: int = 30
    network_stop: int = 600
    everyone_window: int = 2 * SECOND
    everyone_work: int = 6
    work_least: int = 20_000
    work_most: int = 400_000

    def __post_init__(self) -> None:
        """Refuse rules that contradict themselves.

        Raises:
            ValueError: the steps do not rise, or a time is not positive.

        """
        if not 0 <= self.free <= self.work_from <= self.lock_at <= CEILING or self.lock_at < 1:
            message = f"0 <= free <= work_from <= lock_at <= {CEILING}, and lock_at at least 1"
            raise ValueError(message)
        windows = (self.window, self.network_window, self.everyone_window)
        if min(self.delay, self.delay_most, self.lock_for, self.manual_after, *windows) < 1:
            message = "times and counts are positive"
            raise ValueError(message)
        if not 0 < self.network_work <= self.network_stop or not 0 < self.work_least <= self.work_most:
            message = "steps rise"
            raise ValueError(message)


USUAL = LockoutRules()
"""Ten failures in thirty minutes close the weak paths for thirty minutes."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something was tried and did not succeed.

    Attributes:
        count: attempts within the window that did not succeed, those under way included.
        last: when the last one came, in milliseconds.

    """

    count: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lockout:
    """The weak paths of an account are closed, or were.

    Attributes:
        until: until when, in milliseconds.
        manual: only a strong login or a recovery opens.
        locks: how often in a row.

    """

    until: int = 0
    manual: bool = False
    locks: int = 0

    def closed(self, at: int) -> bool:
        """Whether it holds at this moment."""
        return self.manual or at < self.until


NO_LOCKOUT = Lockout()
"""Never locked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressure:
    """All that is known about an attempt before anything expensive is done.

    Attributes:
        account: failures of the account over all weak paths.
        factor: failures of this factor of the account.
        device: failures of the account on this device, where its holder signed in on it before; None elsewhere.
        vouched: something was shown already in this login, so it is none of a crowd's guesses.
        network: attempts from this network in the present window.
        everyone: attempts of everybody in the present window.
        lockout: whether the weak paths are closed.
        worked: the expected number of hashes behind the proof of work that came along; 0 where none did.

    """

    account: Tally = Tally()
    factor: Tally = Tally()
    device: Tally | None = None
    vouched: bool = False
    network: int = 0
    everyone: int = 0
    lockout: Lockout = NO_LOCKOUT
    worked: int = 0

    @property
    def slowing(self) -> tuple[Tally, ...]:
        """What slows this attempt down: on a known device its own failures only, not those of strangers elsewhere."""
        return (self.account, self.factor) if self.device is None else (self.device,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """What an attempt meets.

    Attributes:
        stage: how far it comes.
        until: not before it, in milliseconds; 0 where waiting does not matter.
        work: the expected number of hashes asked for; 0 for none. It can be done while waiting.
        because: ``account``, ``device``, ``network`` or ``everyone``; empty where nothing is in the way.

    """

    stage: Stage
    until: int = 0
    work: int = 0
    because: str = ""

    @property
    def note(self) -> Text:
        """What people read."""
        return NOTES[self.stage]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """An attempt that was let through, and counted as if it had failed; say afterwards what became of it.

    Attributes:
        subject: whose weak path, or under what a name that is nobody's is counted.
        factor: which.
        network: from where.
        device: the known device; empty where it is none.
        account_count: failures of the account with this one.
        factor_count: failures of the factor with this one.

    """

    subject: str
    factor: FactorCode
    network: str
    device: str = ""
    account_count: int = 1
    factor_count: int = 1


OPEN = Barrier(stage=Stage.OPEN)
"""Nothing is in the way."""
