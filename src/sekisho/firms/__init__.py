"""Brokerages' staff, roles and API clients."""
