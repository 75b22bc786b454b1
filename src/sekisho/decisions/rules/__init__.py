"""The pure judgement: no framework, no clock, no files."""
