"""What was allowed to whom, and whether it still counts."""
