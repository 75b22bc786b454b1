"""Why a policy answers as it does, each with what to do next."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from sekisho.kernel.texts import Text


class Reason(StrEnum):
    """Three words each; stable, since records hold them."""

    SATISFIED = "policy:proof:enough"
    NOTHING_ASKED = "policy:rule:nothing_asked"
    PROOF_NEEDED = "policy:proof:needed"
    PROOF_OLD = "policy:proof:old"
    PROOF_WEAK = "policy:proof:weak"
    OTHER_DEVICE = "policy:proof:other_device"
    NOT_BOUND = "policy:proof:not_bound"
    NO_FACTOR = "policy:factor:none_held"
    RETIRED = "policy:factor:retired"
    SUSPENDED = "policy:factor:suspended"
    HELD_BACK = "policy:factor:in_hold"
    UNCONFIRMED = "policy:factor:unconfirmed"
    PROFILE_MISSING = "policy:factor:profile"
    CHANNEL_CANNOT = "policy:channel:cannot"
    DOWNGRADE = "policy:factor:downgrade"
    INTERIM = "policy:interim:used"
    GRACE = "policy:grace:used"
    EXEMPT = "policy:grace:exempt"
    NUDGE = "policy:enrolment:asked"
    OPT_OUT = "policy:opt_out:used"
    OPT_OUT_ENDED = "policy:opt_out:ended"
    OPT_OUT_REFUSED = "policy:opt_out:refused"
    OVERRIDE = "policy:override:used"
    RISK = "policy:risk:raised"
    RISK_DENIED = "policy:risk:denied"
    FLOOR = "policy:floor:applied"
    OBSERVED = "policy:rule:observed"
    ONLY_OBSERVING = "policy:version:observing"


_R, _T = Reason, Text
REASONS: Mapping[Reason, Text] = MappingProxyType(
    {
        _R.SATISFIED: _T("本人確認は済んでいます。このまま進めます。", "You have been checked. You can go on."),
        _R.NOTHING_ASKED: _T("追加の確認は不要です。このまま進めます。", "No further check is needed. You can go on."),
        _R.PROOF_NEEDED: _T(
            "この手続きには本人確認が必要です。画面の案内に沿って確認してください。",
            "This needs a check that it is you. Please follow the page.",
        ),
        _R.PROOF_OLD: _T(
            "前回の確認から時間がたちました。もう一度、確認してください。",
            "Some time has passed since you were checked. Please confirm again.",
        ),
        _R.PROOF_WEAK: _T(
            "より安全な方法での確認が必要です。画面に出た方法を選んでください。",
            "A safer method is needed here. Please choose one that the page shows.",
        ),
        _R.OTHER_DEVICE: _T(
            "別の端末での確認でした。この端末で、もう一度確認してください。",
            "You were checked on another device. Please confirm on this one.",
        ),
        _R.NOT_BOUND: _T(
            "内容を表示しますので、確かめたうえで承認してください。内容が変わったときは、承認もやり直しになります。",
            "Please read what is shown and approve it. If it changes, it has to be approved again.",
        ),
        _R.NO_FACTOR: _T(
            "この手続きに使える認証手段がまだありません。画面の案内に沿って登録してください。",
            "You have no method for this yet. Please follow the page to set one up.",
        ),
        _R.RETIRED: _T(
            "この方法は使えなくなりました。パスキーなど、別の方法をお使いください。",
            "This method is no longer in use. Please use another one, such as a passkey.",
        ),
        _R.SUSPENDED: _T(
            "この認証手段は停止しています。別の認証手段を使うか、再登録の手続きに進んでください。",
            "This authenticator is suspended. Please use another one, or go on to recovery.",
        ),
        _R.HELD_BACK: _T(
            "新しい認証手段は、安全のため、しばらくこの手続きに使えません。表示された時刻のあとにお試しください。",
            "For safety a new authenticator cannot do this for a while. Please try again after the time shown.",
        ),
        _R.UNCONFIRMED: _T(
            "自動で作られたパスキーです。一度このパスキーでログインすると、この手続きに使えます。",
            "This passkey was made by itself. Log in with it once, and it can be used for this.",
        ),
        _R.PROFILE_MISSING: _T(
            "この手続きには、端末から取り出せない鍵が必要です。セキュリティキーなどを登録してください。",
            "This needs a key that cannot leave its device. Please set up a security key or the like.",
        ),
        _R.CHANNEL_CANNOT: _T(
            "ここでは、お持ちの認証手段を使えません。ウェブサイトか新しいアプリでお手続きください。",
            "Your authenticators do not work here. Please use the website or the new app.",
        ),
        _R.DOWNGRADE: _T(
            "パスキーを登録済みのため、パスキーより弱い方法は使えません。パスキーで確認してください。",
            "You have a passkey, so weaker methods are closed to protect you. Please use the passkey.",
        ),
        _R.INTERIM: _T(
            "いまの方法は、期限までお使いいただけます。早めにパスキーを登録してください。",
            "Your present method works until its date. Please set up a passkey soon.",
        ),
        _R.GRACE: _T(
            "猶予期間中です。期限までにパスキーを登録してください。",
            "You are within your time of grace. Please set up a passkey before it ends.",
        ),
        _R.EXEMPT: _T(
            "準備が整うまで、必須化を待っています。当社からのご案内をご覧ください。",
            "The new rule waits until you can follow it. Please see what we have sent you.",
        ),
        _R.NUDGE: _T(
            "パスキーの登録をお勧めします。あとで登録することもできます。",
            "We suggest setting up a passkey. You can also do it later.",
        ),
        _R.OPT_OUT: _T(
            "お申し出により、代わりの方法を使っています。いつでもパスキーに変えられます。",
            "As you asked, another method is used. You can change to a passkey at any time.",
        ),
        _R.OPT_OUT_ENDED: _T(
            "必須化の辞退は期限が切れました。パスキーを登録するか、もう一度お申し出ください。",
            "Your opt-out has ended. Please set up a passkey, or ask again.",
        ),
        _R.OPT_OUT_REFUSED: _T(
            "この手続きでは辞退できません。パスキーなどの登録をお願いします。",
            "This cannot be declined. Please set up a passkey or another safe method.",
        ),
        _R.OVERRIDE: _T(
            "障害などのため、一時的な取り扱いをしています。画面の案内に沿って進んでください。",
            "Because of a disturbance a temporary arrangement applies. Please follow the page.",
        ),
        _R.RISK: _T(
            "ふだんと違う点があるため、追加の確認をお願いします。",
            "Something differs from your usual pattern. Please confirm once more.",
        ),
        _R.RISK_DENIED: _T(
            "安全のため、この手続きを止めました。お心当たりがある場合は窓口にご相談ください。",
            "For your safety this was stopped. If it was you, please contact our desk.",
        ),
        _R.FLOOR: _T("定められた最低限の確認です。", "This is the least that the rules require."),
        _R.OBSERVED: _T("記録だけをして、確認は求めません。", "This was recorded only; nothing is asked."),
        _R.ONLY_OBSERVING: _T(
            "試行中のため記録だけをしています。確認はこれまでの仕組みで行います。",
            "This is a trial that only records. Your usual check applies.",
        ),
    }
)
"""Each reason as customers read it."""
