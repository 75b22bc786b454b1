"""Campaigns: who attacks whom, when, with which way in, and which name they push."""
