"""What a password must be, and what keeping it costs (NIST SP 800-63B-4, 3.1.1)."""

from dataclasses import dataclass
from enum import StrEnum

from sekisho.kernel.texts import Text

LEAST_ALONE = 15
"""Characters, where the password is the only thing asked for."""
LEAST_WITH_MFA = 8
"""Characters, where something else is asked for as well."""
MOST = 256
"""Characters; at least 64 must be allowed, and an end keeps the work of a check bounded."""

LEAST_MEMORY = 7_168
"""KiB; the smallest memory that the OWASP password storage cheat sheet knows for argon2id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The parameters of argon2id. When they change, each password is hashed anew at its owner's next login.

    Attributes:
        memory_kib: memory in KiB.
        passes: iterations.
        lanes: parallelism.

    Raises:
        ValueError: less than 7 MiB in one pass, or nothing at all: too weak to keep.

    """

    memory_kib: int = 19_456
    passes: int = 2
    lanes: int = 1

    def __post_init__(self) -> None:
        if self.memory_kib < LEAST_MEMORY or self.passes < 1 or self.lanes < 1:
            message = "argon2id needs at least 7 MiB, one pass and one lane"
            raise ValueError(message)


class Weakness(StrEnum):
    """What is wrong with a password."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    EXPECTED = "expected"
    MONOTONE = "monotone"
    LEAKED = "leaked"


WEAKNESSES = {
    Weakness.SHORT: Text(
        "短すぎます。{least}文字以上にしてください。いくつかの言葉を並べると、長くても覚えやすくなります。",
        "It is too short. Use at least {least} characters. A few words in a row are long and easy to remember.",
    ),
    Weakness.LONG: Text(
        f"長すぎます。{MOST}文字までにしてください。", f"It is too long. Use at most {MOST} characters."
    ),
    Weakness.COMMON: Text(
        "多くの人が使うパスワードか、その組み合わせです。ほかの人が思いつかないものにしてください。",
        "Many people use this password, or the words it is made of. Choose one that nobody else would think of.",
    ),
    Weakness.EXPECTED: Text(
        "お客さまのお名前やログインID、当社の名前から推測できます。関係のない言葉にしてください。",
        "It can be guessed from your name, your login or our name. Use words that have nothing to do with them.",
    ),
    Weakness.MONOTONE: Text(
        "同じ文字や並びの繰り返しです。ちがう文字を混ぜてください。",
        "It repeats a few characters or a simple row. Mix in different ones.",
    ),
    Weakness.LEAKED: Text(
        "過去にほかのサービスから漏れたパスワードです。ここでも、ほかでも、もう使わないでください。別のものを決めてください。",
        "This password has leaked from another service. Do not use it any more, here or elsewhere. Choose another one.",
    ),
}
"""What people read: what is wrong, and what to do."""


def sentence(weakness: Weakness, *, least: int) -> Text:
    """The sentence of a weakness."""
    text = WEAKNESSES[weakness]
    return Text(text.ja.format(least=least), text.en.format(least=least))


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakCheck:
    """What the list of leaked passwords answered.

    Attributes:
        seen: how often the password is in it; 0 where it is not, or where nobody could be asked.
        source: which list.
        trouble: why it could not be asked; empty where it was.

    """

    seen: int
    source: str
    trouble: str = ""
