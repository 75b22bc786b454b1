"""The risks that somebody reads before he declines. A change is a new version; old ones stay: records name them."""

from collections.abc import Mapping
from types import MappingProxyType

from sekisho.authentication.types.opt_out import RiskText
from sekisho.kernel.texts import Text

_FIRST = RiskText(
    version=1,
    body=Text(
        "パスキーなどのフィッシングに強い認証は、にせのサイトに情報を入力してしまったときにも、口座を守ります。"
        "これを使わないと、パスワードや番号が盗まれたときに、他人がお客さまになりすまして株式を売買し、"
        "大きな損害が出るおそれがあります。",
        "Phishing-resistant methods such as passkeys protect your account even when you type into a fake site. "
        "Without one, somebody who steals your password and codes can pass for you and trade in your name, "
        "and the loss can be large.",
    ),
    acknowledgements=MappingProxyType(
        {
            "risk": Text(
                "にせのサイトに入力した番号は、そのまま悪用されることがあると分かりました。",
                "I understand that codes typed into a fake site can be used against me at once.",
            ),
            "limits": Text(
                "限度額が低くなるなど、利用が制限されることに同意します。",
                "I agree to lower limits and other restrictions.",
            ),
            "alternative": Text(
                "代わりの認証を毎回使います。",
                "I will use the other method every time.",
            ),
            "ends": Text(
                "この辞退には期限があり、方針が変われば早く終わることがあると分かりました。",
                "I understand that this ends on a date, and earlier where the policy changes.",
            ),
        }
    ),
)
RISK_TEXTS: Mapping[int, RiskText] = MappingProxyType({_FIRST.version: _FIRST})
"""Every version there was."""
NEWEST = max(RISK_TEXTS)
"""The version that is shown now."""
