"""The environment check, for the rooms above."""

from sekisho.authentication.rules.environment import environment_of

__all__ = ["environment_of"]
