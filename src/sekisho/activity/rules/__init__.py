"""Pure folds and look-ups of activity: no framework, no clock, no files."""
