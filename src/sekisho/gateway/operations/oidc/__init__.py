"""The OpenID provider over HTTP, and ourselves as another provider's relying party."""
