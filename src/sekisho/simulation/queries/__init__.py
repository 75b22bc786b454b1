"""Reads of the packed public distributions."""
