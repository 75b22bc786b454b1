"""Append-only, hash-chained record of everything done, and outbox of what others must hear."""
