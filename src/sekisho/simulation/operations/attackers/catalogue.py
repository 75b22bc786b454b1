"""All ways in by name."""

from sekisho.simulation.operations.attackers import credential_reuse, relay
from sekisho.simulation.operations.attackers.variant import Variant

VARIANTS: dict[str, Variant] = {variant.name: variant for variant in (credential_reuse.VARIANT, relay.VARIANT)}
