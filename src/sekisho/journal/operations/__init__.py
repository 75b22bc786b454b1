"""Writing the journal, handing it on, and checking it."""
