"""The reads of activity."""
