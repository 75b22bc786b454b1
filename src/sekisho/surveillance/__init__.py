"""Watches across accounts and instruments for the shapes of hijacked trading."""
