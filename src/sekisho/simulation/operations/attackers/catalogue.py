"""All ways in by name."""

from sekisho.simulation.operations.attackers import (
    contact_change_first,
    credential_reuse,
    emulator_farm,
    foreign_small_caps,
    insider_device,
    linked_bank_pull_in,
    margin_opening,
    matched_orders,
    naive,
    otp_relay,
    password_side_door,
    relay,
    residential_proxy,
    slow_and_low,
    stolen_session,
)
from sekisho.simulation.operations.attackers.variant import Variant

_MODULES = (
    credential_reuse, relay, stolen_session, otp_relay, password_side_door, contact_change_first, slow_and_low,
    residential_proxy, emulator_farm, insider_device, linked_bank_pull_in, margin_opening, foreign_small_caps,
    matched_orders, naive,
)  # fmt: skip

VARIANTS: dict[str, Variant] = {module.VARIANT.name: module.VARIANT for module in _MODULES}
