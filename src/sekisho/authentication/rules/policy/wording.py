"""How a policy's terms read to people, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import Binding
from sekisho.kernel.moments import from_milliseconds
from sekisho.kernel.texts import Text

_T = Text
ACR_TEXTS: Mapping[Acr, Text] = MappingProxyType(
    {
        Acr.NONE: _T("確認なし", "no check"),
        Acr.PASSWORD: _T("パスワード", "password"),
        Acr.MFA: _T("多要素認証", "multi-factor"),
        Acr.PHR: _T("フィッシングに耐性のある認証", "phishing-resistant"),
        Acr.PHRH: _T("フィッシングに耐性のある認証（専用の機器）", "phishing-resistant, protected by hardware"),
    }
)
BINDING_TEXTS: Mapping[Binding, Text] = MappingProxyType(
    {
        Binding.NONE: _T("", ""),
        Binding.IF_POSSIBLE: _T("できるときは内容ごとに承認", "approved for its content where possible"),
        Binding.REQUIRED: _T("内容ごとに承認", "approved for its content"),
    }
)
CONTROL_TEXTS: Mapping[str, Text] = MappingProxyType(
    {
        "lower_limits": _T("限度額を下げます", "lower limits"),
        "notify_every_login": _T("ログインのたびにお知らせします", "a notice of every login"),
        "notify_all_contacts": _T("登録済みのすべての連絡先にお知らせします", "a notice to every contact on record"),
        "hold": _T("しばらく保留します", "held for a while"),
        "call_back": _T("折り返しのお電話で確かめます", "checked by calling back"),
        "no_new_bank_account": _T("出金先口座は変えられません", "no new withdrawal account"),
        "trade_only": _T("お取引だけができます", "trading only"),
    }
)
CONDITION_TEXTS: Mapping[str, Text] = MappingProxyType(
    {
        "amount_at_least": _T("{value:,}円以上", "{value:,} yen or more"),
        "new_payee": _T("初めての相手先", "a new payee"),
        "new_device": _T("初めての端末", "a new device"),
        "score_at_least": _T("ふだんと違う点が多いとき", "when much differs from the usual"),
        "country_in": _T("特定の国からのとき", "from certain countries"),
        "country_not_in": _T("特定の国以外からのとき", "from other than certain countries"),
        "hours": _T("特定の時間帯", "at certain hours"),
        "thin": _T("流動性の低い銘柄", "thinly traded securities"),
    }
)
"""Scores, countries and hours are not told in public: they would help those whom they are to stop."""
TOLD = frozenset({"amount_at_least", "new_payee", "new_device", "thin"})
"""Conditions whose value is told in public."""


def control_text(control: str) -> Text:
    """What a control reads as; a firm's own one reads as its name."""
    return CONTROL_TEXTS.get(control, Text(control, control))


def condition_text(condition: Mapping[str, object]) -> Text:
    """What a condition reads as; empty where there is none."""
    parts = [CONDITION_TEXTS[name] for name in sorted(condition)]
    values = [condition[name] for name in sorted(condition)]
    return Text(
        "、".join(part.ja.format(value=value) for part, value in zip(parts, values, strict=True)),
        ", ".join(part.en.format(value=value) for part, value in zip(parts, values, strict=True)),
    )


def day_text(at: int) -> Text:
    """A moment at midnight in Japan as a day; any other one with its time."""
    moment = from_milliseconds(at)
    japanese, english = f"{moment.year}年{moment.month}月{moment.day}日", f"{moment.day} {moment:%B} {moment.year}"
    if (moment.hour, moment.minute) == (0, 0):
        return Text(japanese, english)
    return Text(f"{japanese}{moment.hour}時{moment.minute:02d}分", f"{english}, {moment:%H:%M} (JST)")


def day_code(at: int) -> str:
    """``2027-06-01`` for midnight in Japan; any other moment in full with its offset."""
    moment = from_milliseconds(at)
    whole = (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)
    return moment.date().isoformat() if whole else moment.isoformat()
