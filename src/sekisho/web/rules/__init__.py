"""Judgements over values only."""
