"""What is signed: its schema, how it is shown, its one spelling, and the receipt for it."""
