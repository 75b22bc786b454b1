"""Verbs of the room: make events and their truth."""

from sekisho.simulation.operations.generating import Run, generate
from sekisho.simulation.operations.telling import Block

__all__ = ["Block", "Run", "generate"]
