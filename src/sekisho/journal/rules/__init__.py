"""How the journal is chained, planned and checked. No framework, no clock, no files."""
