"""Verbs of the room: make events and their truth."""

from sekisho.simulation.operations.generating import Block, Run, generate

__all__ = ["Block", "Run", "generate"]
