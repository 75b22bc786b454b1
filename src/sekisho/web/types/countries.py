"""Names of the countries and regions that logins come from most; others are shown by their code (ISO 3166 alpha-2)."""

from collections.abc import Mapping
from types import MappingProxyType

from sekisho.kernel.texts import Text

_LINES = """
AE アラブ首長国連邦 United Arab Emirates
AR アルゼンチン Argentina
AT オーストリア Austria
AU オーストラリア Australia
BD バングラデシュ Bangladesh
BE ベルギー Belgium
BG ブルガリア Bulgaria
BR ブラジル Brazil
CA カナダ Canada
CH スイス Switzerland
CL チリ Chile
CN 中国 China
CO コロンビア Colombia
CZ チェコ Czechia
DE ドイツ Germany
DK デンマーク Denmark
EE エストニア Estonia
EG エジプト Egypt
ES スペイン Spain
FI フィンランド Finland
FR フランス France
GB イギリス United Kingdom
GR ギリシャ Greece
HK 香港 Hong Kong
HR クロアチア Croatia
HU ハンガリー Hungary
ID インドネシア Indonesia
IE アイルランド Ireland
IL イスラエル Israel
IN インド India
IR イラン Iran
IT イタリア Italy
JP 日本 Japan
KE ケニア Kenya
KH カンボジア Cambodia
KR 韓国 South Korea
KZ カザフスタン Kazakhstan
LA ラオス Laos
LK スリランカ Sri Lanka
LT リトアニア Lithuania
LU ルクセンブルク Luxembourg
LV ラトビア Latvia
MM ミャンマー Myanmar
MN モンゴル Mongolia
MO マカオ Macao
MX メキシコ Mexico
MY マレーシア Malaysia
NG ナイジェリア Nigeria
NL オランダ Netherlands
NO ノルウェー Norway
NP ネパール Nepal
NZ ニュージーランド New Zealand
PE ペルー Peru
PH フィリピン Philippines
PK パキスタン Pakistan
PL ポーランド Poland
PT ポルトガル Portugal
RO ルーマニア Romania
RS セルビア Serbia
RU ロシア Russia
SA サウジアラビア Saudi Arabia
SE スウェーデン Sweden
SG シンガポール Singapore
SK スロバキア Slovakia
TH タイ Thailand
TR トルコ Türkiye
TW 台湾 Taiwan
UA ウクライナ Ukraine
US アメリカ United States
VN ベトナム Vietnam
ZA 南アフリカ South Africa
"""
COUNTRIES: Mapping[str, Text] = MappingProxyType(
    {code: Text(ja, en) for code, ja, en in (line.split(" ", 2) for line in _LINES.strip().splitlines())}
)
"""Names by code."""
