"""Judgements of the OpenID provider: requests, proofs, assurance and claims. No clock, no database."""
