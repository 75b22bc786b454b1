"""Arithmetic of the made-up brokerage: no randomness, no clock, no files."""
