"""Factors, ceremonies, policy, opt-out, sessions, and operations that the customer signs."""
