"""The named campaigns: the cases of the public record, each way in by itself, and a mixture of all."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.catalogue import VARIANTS
from sekisho.simulation.operations.campaigns.script import Script, Shape

MIXED = "mixed"
MIXED_WEIGHTS = {
    "relay": 25.0, "credential_reuse": 15.0, "residential_proxy": 12.0, "otp_relay": 8.0, "stolen_session": 6.0,
    "password_side_door": 6.0, "contact_change_first": 6.0, "foreign_small_caps": 6.0, "emulator_farm": 5.0,
    "matched_orders": 5.0, "naive": 5.0, "slow_and_low": 4.0, "linked_bank_pull_in": 4.0, "margin_opening": 3.0,
    "insider_device": 2.0,
}  # fmt: skip
"""How often each way in comes up in the mixture: an assumption, since nobody publishes it."""

JAPANESE = (
    Script(
        name="case-a",
        title=Text("最初の逮捕事例（2025年3月17日）", "the first arrests (17 March 2025)"),
        ways={"credential_reuse": 0.6, "matched_orders": 0.4},
        victims=(10, 10),
        trading=1.0,
        shape=Shape(price=84, peak=110, shares=1_900_000, adv=3e6, cap=2.2e9, sold=722_900),
        insiders=1,
        company=True,
        start=(575, 590),
        haste=1.0,
        echo=1.0,
        source="Tokyo Metropolitan Police, 28 November 2025: ten accounts, 84 to 110 yen, about two hours",
    ),
    Script(
        name="case-b",
        title=Text("出来高297倍の急騰（2025年3月26日）", "297 times the usual volume (26 March 2025)"),
        ways={"relay": 0.5, "credential_reuse": 0.3, "residential_proxy": 0.2},
        raids=1,
        victims=(20, 20),
        trading=1.0,
        shape=Shape(price=105, peak=144, shares=2_200_000, adv=1.4e6, cap=1.9e9),
        start=(560, 600),
        haste=2.0,
        echo=2.0,
        source="market data of 24 to 27 March 2025: 15,000 to 4,462,800 shares, 105 to 144 yen",
    ),
    Script(
        name="case-c",
        title=Text("材料なしの三度の急騰（2025年5月）", "three spikes without news (May 2025)"),
        ways={"relay": 0.4, "credential_reuse": 0.3, "otp_relay": 0.3},
        raids=3,
        victims=(3, 3),
        trading=1.0,
        shape=Shape(price=180, peak=225, shares=150_000, adv=150_000, cap=1.6e9),
        source="market data of May 2025: capitalisation 1.6 bn yen, under 1,000 shares a day",
    ),
    Script(
        name="wave-2025",
        title=Text("2025年の波（集計）", "the wave of 2025 in the aggregate"),
        ways=MIXED_WEIGHTS,
        raids=8,
        victims=(3, 10),
        trading=0.55,
        insiders=1,
        source="FSA counts: 17,559 accesses, about half of them traded in, at least 100 names",
    ),
)

AMERICAN = (
    Script(
        name="parex-2005",
        title=Text("パレックス銀行事件（2005–2006年）", "SEC v. JSC Parex Bank (2005 to 2006)"),
        ways={"residential_proxy": 1.0},
        raids=5,
        victims=(2, 4),
        trading=0.9,
        insiders=1,
        haste=1.0,
        source="15 names, 732,941 USD gained, a couple of hours, innocent third parties' addresses",
    ),
    Script(
        name="marimuthu-2006",
        title=Text("マリムトゥ事件（2006年）", "SEC v. Marimuthu (2006)"),
        ways={"credential_reuse": 0.6, "naive": 0.4},
        raids=4,
        victims=(2, 4),
        trading=0.9,
        insiders=2,
        source="14 names, 121,500 USD gained, buy orders above the market",
    ),
    Script(
        name="awe-2007",
        title=Text("AWE事件（2007年）", "SEC release 2008-56, AWE Trading (2007)"),
        ways={"credential_reuse": 1.0},
        raids=3,
        victims=(2, 4),
        trading=0.9,
        insiders=3,
        source="66,000 USD in seven weeks, accounts opened in recruited people's names",
    ),
    Script(
        name="nagaicevs-2009",
        title=Text("ナガイチェフス事件（2009–2010年）", "SEC v. Nagaicevs (2009 to 2010)"),
        ways={"credential_reuse": 0.7, "naive": 0.3},
        raids=8,
        victims=(1, 2),
        trading=0.95,
        haste=0.4,
        source="more than 150 incidents in 100 names; the other side lay outside the firm",
    ),
    Script(
        name="willner-2014",
        title=Text("ウィルナー事件（2014–2017年）", "US v. Willner (2014 to 2017)"),
        ways={"credential_reuse": 1.0},
        raids=4,
        victims=(1, 2),
        trading=1.0,
        insiders=1,
        short=True,
        haste=0.35,
        source="short sale far above the market, bought by the hijacked account, bought back minutes later",
    ),
    Script(
        name="mustapha-2016",
        title=Text("ムスタファ事件（2016年）", "SEC v. Mustapha (2016)"),
        ways={"credential_reuse": 0.7, "relay": 0.3},
        raids=3,
        victims=(2, 5),
        trading=0.9,
        insiders=1,
        source="68,000 USD gained, 289,000 USD lost, positions taken before",
    ),
    Script(
        name="lbtd-2017",
        title=Text("LBTD・GMER事件（2017–2018年）", "SEC v. 18 defendants (LBTD, GMER; 2017 to 2018)"),
        ways={"credential_reuse": 0.8, "stolen_session": 0.2},
        raids=2,
        victims=(15, 16),
        trading=1.0,
        insiders=3,
        source="31 accounts, two micro-caps, holders of blocks sold into forced purchases",
    ),
)

SCRIPTS: dict[str, Script] = {script.name: script for script in JAPANESE + AMERICAN} | {
    name: Script(name=name, title=variant.title, ways={name: 1.0}, raids=3, victims=(2, 6), trading=0.8)
    for name, variant in VARIANTS.items()
}
CAMPAIGNS: tuple[str, ...] = (MIXED, *SCRIPTS)
