"""What can be wrong with a policy or a list of paths: each code with what it is and what to do."""

from collections.abc import Mapping
from types import MappingProxyType

from sekisho.authentication.types.policy_findings import Fault
from sekisho.kernel.texts import Text


def fault(key: str, code: str, **slots: object) -> Fault:
    """The fault named ``code`` at ``key`` with its slots filled; a slot that is a ``Text`` is read in each language."""
    text = MESSAGES[code]
    return Fault(key=key, code=code, text=Text(_filled(text.ja, "ja", slots), _filled(text.en, "en", slots)))


def _filled(text: str, language: str, slots: Mapping[str, object]) -> str:
    return text.format_map(
        {name: each.read(language) if isinstance(each, Text) else each for name, each in slots.items()}
    )


_T = Text
MESSAGES: Mapping[str, Text] = MappingProxyType(
    {
        "document:toml:unreadable": _T(
            "TOMLとして読めません。この行の書き方を直してください: {problem}",
            "this is no TOML; mend this line: {problem}",
        ),
        "document:key:unknown": _T("知らない項目です。{hint}", "unknown key; {hint}"),
        "document:word:unknown": _T("{word} は使えません。{hint}", "{word} is not known; {hint}"),
        "document:value:wrong": _T("{expected}を書いてください。", "write {expected}"),
        "document:language:missing": _T("この言語の文を書いてください。", "write the text in this language"),
        "policy:segment:wrong": _T(
            "区分の条件を直してください。{expected}。", "mend the segment's predicate: {expected}"
        ),
        "policy:segment:unknown": _T(
            "{segment} という区分はありません。segment に加えてください。",
            "there is no segment {segment}; add it to the segments",
        ),
        "policy:condition:wrong": _T("条件を直してください。{expected}。", "mend the condition: {expected}"),
        "policy:channel:unknown": _T("経路は {known} のどれかにしてください。", "a channel must be one of {known}"),
        "policy:name:repeated": _T(
            "{name} が重なっています。名前を変えてください。", "{name} is there twice; rename one"
        ),
        "policy:operation:uncovered": _T(
            "「{operation}」に、すべてのお客さまへのルールがありません。mode が nudge 以上のルールを加えてください。",
            "“{operation}” has no rule for everybody; add one with mode nudge or more",
        ),
        "policy:sunset:order": _T(
            "announced、stop_enrol、stop_use の順の日付にしてください。",
            "the dates must run announced, stop_enrol, stop_use",
        ),
        "policy:sunset:replacement": _T(
            "代わりの手段は、フィッシングに耐性のあるものにしてください。",
            "the replacement must be phishing-resistant",
        ),
        "policy:client:version": _T("9.1.0 のような番号を書いてください。", "write a version such as 9.1.0"),
        "policy:client:falls": _T(
            "前の日付より古い版を許しています。番号を上げてください。",
            "a later date lets in an older version; raise it",
        ),
        "policy:hold:missing": _T(
            "新しい認証手段の待ち時間（hold_hours）を1時間以上にしてください。",
            "let new authenticators wait: set hold_hours to 1 or more",
        ),
        "policy:factor:none_left": _T(
            "使える手段がいずれ残らなくなります。factors か sunset を見直してください。",
            "no factor would be left some day; look at factors and sunsets",
        ),
        "policy:factor:too_weak": _T(
            "factors だけでは acr に届きません。強い手段を加えてください。",
            "the factors cannot reach acr; add stronger ones",
        ),
        "policy:factor:none_strong": _T(
            "パスキーを持つお客さまが使えません。フィッシングに耐性のある手段を加えてください。",
            "customers with a passkey could never do this; add a phishing-resistant factor",
        ),
        "policy:combination:wrong": _T(
            "count が factors に合いません。n_of は2から factors の数まで、specific は factors が要ります。",
            "combination and count do not fit the factors; n_of takes 2 up to their number, specific needs some",
        ),
        "policy:floor:acr": _T("最低限の水準を下回っています。acr を上げてください。", "below the floor; raise acr"),
        "policy:floor:binding": _T(
            "内容との結び付けが最低限を下回っています。binding を強めてください。",
            "below the floor; tighten binding",
        ),
        "policy:floor:age": _T(
            "本人確認の有効時間が長すぎます。max_age_s を {most} 以下にしてください。",
            "a proof would stay fresh too long; set max_age_s to {most} or less",
        ),
        "policy:floor:opt_out": _T(
            "この操作では辞退を認められません。opt_out を消してください。", "nobody may decline this; remove opt_out"
        ),
        "policy:floor:alternatives": _T(
            "辞退するお客さまにも、多要素に届く手段を alternatives に書いてください。",
            "name alternatives, each of them multi-factor",
        ),
        "policy:floor:interim": _T(
            "interim には、多要素に届き、フィッシング耐性のない手段だけを書いてください。",
            "interim takes only factors that are multi-factor and not phishing-resistant",
        ),
        "policy:opt_out:unprotected": _T(
            "辞退したお客さまを守る措置を controls に書いてください。",
            "name in controls what protects those who decline",
        ),
        "policy:interim:undated": _T(
            "経過措置には終わりの日が要ります。interim_until か、その手段の sunset を書いてください。",
            "an interim factor needs an end; write interim_until, or a sunset of the factor",
        ),
        "chain:link:broken": _T(
            "前の版とのつながりが切れています。データベースを保全し、控えと照合してください。",
            "it does not follow the one before; preserve the database and compare it with a copy",
        ),
        "chain:content:changed": _T(
            "内容が公表時と違います。データベースを保全し、控えと照合してください。",
            "its content is not what was published; preserve the database and compare it with a copy",
        ),
        "path:code:repeated": _T(
            "{name} が重なっています。名前を変えてください。", "{name} is there twice; rename one"
        ),
        "path:method:missing": _T(
            "{day} の時点で「{operation}」に必要な認証手段が、この経路にありません。methods に加えるか、"
            "その日までに経路を閉じてください（until）。",
            "on {day} this path has no method that is enough for “{operation}”; add one to its methods, or close the "
            "path by then (until)",
        ),
        "path:channel:missing": _T(
            "経路の表に {channel} がありません。使っていなくても closed = true で書いてください。",
            "no path is registered for {channel}; write one, with closed = true where it is not in use",
        ),
    }
)
"""Every code."""
