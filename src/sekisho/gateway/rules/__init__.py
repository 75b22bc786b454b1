"""Judgements of this room alone."""
