"""The OpenID provider's verbs: requests, consents, codes, tokens, keys, and their end."""
