"""Messages to customers on an independent channel."""
