"""The values of the OpenID provider, of its tokens, and of the consents behind them."""
