"""The state of stage 1, and what it says of one event."""

from array import array

from msgspec import Struct

from sekisho.activity.rules import surroundings
from sekisho.activity.rules.context import Context, Facts, key_of, new_account
from sekisho.activity.rules.reference import Reference
from sekisho.activity.rules.tables import make_room
from sekisho.activity.types.deed import Deed
from sekisho.activity.types.facts import FactRow

_MOST_DEVICES = 4_000_000
_MOST_NETWORKS = 2_000_000


class Seen(Struct, gc=False):
    """What stage 1 found: the row (absent when the event is not decided), deeds for stage 2, what was missing."""

    row: FactRow | None = None
    deeds: tuple[Deed, ...] = ()
    degraded: tuple[str, ...] = ()


class State:
    """Accounts by pseudonym, devices and networks by key, instruments by symbol."""

    __slots__ = ("accounts", "devices", "networks", "references", "symbols")

    def __init__(self) -> None:
        self.accounts: dict[str, array[float]] = {}
        self.devices: dict[float, array[float]] = {}
        self.networks: dict[float, array[float]] = {}
        self.references: dict[str, Reference] = {}
        self.symbols: dict[str, float] = {}

    def account(self, name: str, at: int) -> "array[float]":
        """The account's state, made when it is first heard of."""
        account = self.accounts.get(name)
        if account is None:
            account = self.accounts[name] = new_account(name, at)
        return account

    def symbol(self, symbol: str) -> float:
        """The key of a symbol."""
        key = self.symbols.get(symbol)
        if key is None:
            key = self.symbols[symbol] = key_of(symbol)
        return key

    def place_facts(self, context: Context, account: float) -> Facts:
        """The eight stage-1 facts of the group SURROUNDINGS."""
        at = context.at
        device = self.devices.get(context.device)
        network = self.networks.get(context.network)
        if device is not None:
            facts = surroundings.device_facts(device, account, at)
        else:
            facts = surroundings.NEW_DEVICE if context.device else surroundings.NO_DEVICE
        if network is not None:
            return facts + surroundings.network_facts(network, at)
        return facts + (surroundings.NEW_NETWORK if context.network else surroundings.NO_NETWORK)

    def sign_in(self, context: Context, account: float, *, failed: bool) -> Facts:
        """What ``place_facts`` says before somebody tried to sign in; then device and network learn of it."""
        at = context.at
        if context.device:
            device = self.devices.get(context.device)
            if device is None:
                device = make_room(self.devices, _MOST_DEVICES)[context.device] = surroundings.new_device_state(at)
                of_device = surroundings.NEW_DEVICE
            else:
                of_device = surroundings.device_facts(device, account, at)
            surroundings.learn_device_login(device, account, at, failed=failed)
        else:
            of_device = surroundings.NO_DEVICE
        if not context.network:
            return of_device + surroundings.NO_NETWORK
        network = self.networks.get(context.network)
        if network is None:
            network = make_room(self.networks, _MOST_NETWORKS)[context.network] = surroundings.new_network_state(at)
            of_network = surroundings.NEW_NETWORK
        else:
            of_network = surroundings.network_facts(network, at)
        surroundings.learn_network_login(network, account, at, failed=failed)
        return of_device + of_network
