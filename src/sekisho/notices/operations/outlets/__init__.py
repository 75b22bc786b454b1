"""Ways out of the house: each takes one message and says what became of it, and never raises for the other side."""
