"""The real-time judgement: facts and rulebook to a verdict with reasons."""
