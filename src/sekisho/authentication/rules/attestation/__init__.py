"""Which make an authenticator is, who vouches for that, and what the FIDO metadata says of it."""
