"""Values that enter and leave the journal."""
