"""Intruders: each way in is a small file; what they do once inside is shared."""
