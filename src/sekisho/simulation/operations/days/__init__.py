"""One day of the brokerage: market, visits, orders, settings, crowds."""
