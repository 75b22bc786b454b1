"""The verbs of surveillance: look at an event, watch the stream, place and lift a brake."""

from sekisho.surveillance.operations.brakes import lift_brake, place_brake, propose_brake
from sekisho.surveillance.operations.detectors import default
from sekisho.surveillance.operations.seeing import sight
from sekisho.surveillance.operations.watching import Watch

__all__ = ["Watch", "default", "lift_brake", "place_brake", "propose_brake", "sight"]
