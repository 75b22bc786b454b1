"""A made-up brokerage, its attackers, and the measuring of decisions against their truth."""
