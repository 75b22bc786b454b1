"""What account holders did: events, where they came from, and what is usual for them."""
