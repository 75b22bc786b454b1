"""The named campaigns."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.catalogue import VARIANTS
from sekisho.simulation.operations.campaigns.script import Script

MIXED_WEIGHTS = {"relay": 30.0, "credential_reuse": 18.0}
MIXED = "mixed"

NAMED = (
    Script(
        name="case-a",
        title=Text("事例A: 2025年3月17日、10口座、84円から110円", "case A: 17 March 2025, ten accounts, 84 to 110 yen"),
        variants={"credential_reuse": 0.6, "relay": 0.4},
        victims=(10, 10),
        trading=1.0,
        price=84,
        peak=110,
        shares=1_900_000,
        adv=3e6,
        cap=2.2e9,
        insiders=1,
        insider_shares=722_900,
        company=True,
        start=(555, 600),
    ),
)

SCRIPTS: dict[str, Script] = {script.name: script for script in NAMED} | {
    name: Script(name=name, title=variant.title, variants={name: 1.0}, raids=3, victims=(2, 6), insiders=1)
    for name, variant in VARIANTS.items()
}
CAMPAIGNS: tuple[str, ...] = (MIXED, *SCRIPTS)
