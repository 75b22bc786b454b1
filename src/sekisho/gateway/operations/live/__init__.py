"""The decision service: one process that folds, judges, writes down, and answers."""
