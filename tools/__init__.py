"""Checks of the project's own: import contracts, mirror of tests and sources, data packing."""
