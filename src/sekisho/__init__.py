"""Sekisho (関所): protects the customers of online brokerages against account takeover."""

__version__ = "0.1.0"
