"""Before anybody is asked to enrol: which ways work on this device, and which to offer first (C-12, C-26).

Hints and reports are a browser's own words: they choose what is shown, and never what is accepted.
"""

import re
from collections.abc import Mapping

from sekisho.authentication.types.environment import Environment, Method, Way, Works
from sekisho.kernel.texts import Text

_EMBEDDED = re.compile(r"; wv\)|FBA[NV]/|Instagram|\bLine/|MicroMessenger|YJApp|GSA/")
_MOBILE = re.compile(r"iPhone|iPad|Android")
_OLD_ANDROID = re.compile(r"Android ([1-8])(?:[.;)]|\b)")
_OLD_IOS = re.compile(r"(?:iPhone|CPU) OS (?:[1-9]|1[0-5])_")
_OLD_WINDOWS = re.compile(r"Windows NT (?:[1-5]\.|6\.)")

_LABELS = {
    Way.THIS_DEVICE: Text("この端末のパスキー", "A passkey on this device"),
    Way.OTHER_PHONE: Text("スマートフォンでQRコードを読む", "Your phone, with a QR code"),
    Way.SECURITY_KEY: Text("セキュリティキー", "A security key"),
    Way.CARD: Text("マイナンバーカード", "My Number card"),
}
_HINTS = {Way.THIS_DEVICE: "client-device", Way.OTHER_PHONE: "hybrid", Way.SECURITY_KEY: "security-key", Way.CARD: ""}
_STEPS = {
    (Way.THIS_DEVICE, Works.YES): Text(
        "「登録する」を押し、画面ロックの解除（指紋、顔、暗証番号など）をしてください。",
        "Press “Set it up” and unlock this device (fingerprint, face or PIN).",
    ),
    (Way.THIS_DEVICE, Works.NO): Text(
        "端末の設定で画面ロックを設定し、端末を最新にしてから開き直してください。下の方法も使えます。",
        "Set a screen lock and update this device, then reopen this page. The ways below work too.",
    ),
    (Way.THIS_DEVICE, Works.MAYBE): Text(
        "「登録する」を押して試してください。進まないときは、下の方法をお使いください。",
        "Press “Set it up” to try. If nothing happens, use one of the ways below.",
    ),
    (Way.OTHER_PHONE, Works.YES): Text(
        "両方の端末のBluetoothを入れ、画面に出るQRコードをスマートフォンで読み取ってください。",
        "Switch on Bluetooth on both devices and scan the code on the screen with your phone.",
    ),
    (Way.OTHER_PHONE, Works.NO): Text(
        "このブラウザーではQRコードの方法を使えません。スマートフォンで直接このページを開いてください。",
        "This browser cannot show the code. Please open this page on your phone instead.",
    ),
    (Way.OTHER_PHONE, Works.MAYBE): Text(
        "両方の端末にBluetoothがあれば使えます。会社のパソコンでは使えないことがあります。",
        "It works where both devices have Bluetooth. On a company's computer it may not.",
    ),
    (Way.SECURITY_KEY, Works.YES): Text(
        "キーを差し込むか近づけて、キーの暗証番号を入れてください。スマートフォンがなくても使えます。",
        "Insert or tap the key and enter its PIN. It works without a smartphone.",
    ),
    (Way.SECURITY_KEY, Works.NO): Text(
        "ブラウザーを最新にするか、別のパソコンでお試しください。",
        "Please update your browser or try another computer.",
    ),
    (Way.CARD, Works.MAYBE): Text(
        "カードと暗証番号、読み取りのできるスマートフォンで確認します。端末をなくしたときにも使えます。",
        "You need the card, its PIN, and a phone that can read it. It also helps when a device is lost.",
    ),
}
_BROWSER = Text(
    "アプリの中の画面で開いています。SafariやChromeなど、いつものブラウザーで開き直してください。",
    "This page is open inside an app. Please open it in your usual browser, such as Safari or Chrome.",
)
_UPDATE = Text(
    "端末かブラウザーが古いため、使える方法が限られます。更新するか、別の端末でお試しください。",
    "This device or browser is old, so few ways work. Please update it or try another device.",
)
_LOCK = Text(
    "画面ロック（暗証番号など）を設定すると、この端末だけで手軽に使えるようになります。",
    "Set a screen lock (such as a PIN), and this device alone is enough.",
)


def environment_of(report: Mapping[str, object], *, user_agent: str) -> Environment:
    """What a device can do.

    Args:
        report: as ``webauthn.js`` sends it: ``supported``, ``platform``, ``conditional``, and ``told`` with the
            browser's own capabilities. Whatever is missing or of another form counts as unknown.
        user_agent: as sent.

    """
    told = report.get("told")
    capabilities: Mapping[str, object] = told if isinstance(told, Mapping) else {}
    supported = report.get("supported") is True
    embedded = bool(_EMBEDDED.search(user_agent))
    works = _works(report, capabilities, supported=supported, embedded=embedded)
    return Environment(
        methods=tuple(_method(way, works[way]) for way in _in_order(works, mobile=bool(_MOBILE.search(user_agent)))),
        autofill=supported and report.get("conditional") is True,
        in_passing=supported and capabilities.get("conditionalCreate") is True,
        embedded=embedded,
        advice=_advice(works, user_agent, supported=supported, embedded=embedded),
    )


def _works(
    report: Mapping[str, object], told: Mapping[str, object], *, supported: bool, embedded: bool
) -> Mapping[Way, Works]:
    if not supported:
        return {Way.THIS_DEVICE: Works.NO, Way.OTHER_PHONE: Works.NO, Way.SECURITY_KEY: Works.NO, Way.CARD: Works.MAYBE}
    platform = _said(told.get("userVerifyingPlatformAuthenticator", report.get("platform")))
    return {
        Way.THIS_DEVICE: Works.MAYBE if embedded and platform is Works.YES else platform,
        Way.OTHER_PHONE: _said(told.get("hybridTransport")),
        Way.SECURITY_KEY: Works.YES,
        Way.CARD: Works.MAYBE,
    }


def _said(value: object) -> Works:
    if isinstance(value, bool):
        return Works.YES if value else Works.NO
    return Works.MAYBE


def _in_order(works: Mapping[Way, Works], *, mobile: bool) -> list[Way]:
    """What works comes first; on a phone another phone comes last but the card."""
    places = [Way.THIS_DEVICE, Way.SECURITY_KEY, Way.OTHER_PHONE, Way.CARD] if mobile else list(Way)
    rank = {Works.YES: 0, Works.MAYBE: 1, Works.NO: 2}
    return sorted(places, key=lambda way: rank[works[way]])


def _method(way: Way, works: Works) -> Method:
    return Method(way=way, works=works, label=_LABELS[way], next_step=_STEPS[way, works], hint=_HINTS[way])


def _advice(works: Mapping[Way, Works], user_agent: str, *, supported: bool, embedded: bool) -> Text | None:
    if embedded:
        return _BROWSER
    old = any(each.search(user_agent) for each in (_OLD_ANDROID, _OLD_IOS, _OLD_WINDOWS))
    if old or not supported:
        return _UPDATE
    return _LOCK if works[Way.THIS_DEVICE] is Works.NO else None
