"""The reads of surveillance."""
