"""Reads that return values, never rows."""
