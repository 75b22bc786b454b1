"""Building the brokerage: instruments, accounts, devices, lines, portfolios."""
