"""Judge by a policy, read it, check it, and say in public what it says. Pure: no clock, no table, no framework."""
