"""The state of stage 1, and what it says of one event."""

from array import array

from msgspec import Struct

from sekisho.activity.rules import surroundings
from sekisho.activity.rules.context import Account, Context, key_of
from sekisho.activity.rules.reference import Reference
from sekisho.activity.types.deed import Deed
from sekisho.activity.types.facts import FactRow

_MOST_DEVICES = 4_000_000
_MOST_NETWORKS = 2_000_000


class Seen(Struct, gc=False):
    """What stage 1 found: the row (absent when the event is not decided), the deed for stage 2, what was missing."""

    row: FactRow | None = None
    deed: Deed | None = None
    degraded: tuple[str, ...] = ()


class State:
    """Accounts by pseudonym, devices and networks by key, instruments by symbol."""

    __slots__ = ("accounts", "devices", "networks", "references", "symbols")

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.devices: dict[float, array[float]] = {}
        self.networks: dict[float, array[float]] = {}
        self.references: dict[str, Reference] = {}
        self.symbols: dict[str, float] = {}

    def account(self, name: str, at: int) -> Account:
        """The account's state, made when it is first heard of."""
        account = self.accounts.get(name)
        if account is None:
            account = self.accounts[name] = Account(key_of(name), at)
        return account

    def symbol(self, symbol: str) -> float:
        """The key of a symbol."""
        key = self.symbols.get(symbol)
        if key is None:
            key = self.symbols[symbol] = key_of(symbol)
        return key

    def learn_place(self, context: Context, account: float, *, failed: bool) -> None:
        """Tell the device and the network that somebody tried to sign in."""
        at = context.at
        if context.device:
            device = self.devices.get(context.device)
            if device is None:
                device = self._room(self.devices, _MOST_DEVICES)[context.device] = surroundings.new_device_state(at)
            surroundings.learn_device_login(device, account, at, failed=failed)
        if context.network:
            network = self.networks.get(context.network)
            if network is None:
                network = surroundings.new_network_state(at)
                self._room(self.networks, _MOST_NETWORKS)[context.network] = network
            surroundings.learn_network_login(network, account, at, failed=failed)

    @staticmethod
    def _room(states: "dict[float, array[float]]", most: int) -> "dict[float, array[float]]":
        """Forget the key that came first when the bound is reached."""
        if len(states) >= most:
            del states[next(iter(states))]
        return states

    def place_facts(self, context: Context, account: float) -> FactRow:
        """The eight stage-1 facts of the group SURROUNDINGS."""
        at = context.at
        device = self.devices.get(context.device)
        network = self.networks.get(context.network)
        if device is not None:
            facts = surroundings.device_facts(device, account, at)
        else:
            facts = [1, 1, 0.0, 0.0] if context.device else surroundings.NO_DEVICE
        if network is not None:
            return facts + surroundings.network_facts(network, at)
        return facts + ([0.0, 0.0, None, 0.0] if context.network else surroundings.NO_NETWORK)
