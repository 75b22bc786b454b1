"""The verbs of activity."""
