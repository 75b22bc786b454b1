"""Pure judgement: no framework, no clock, no chance, no database."""
