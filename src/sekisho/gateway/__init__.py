"""The entrance for machines: events in, decisions and alerts out."""
