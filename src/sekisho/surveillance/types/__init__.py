"""The values that cross the door: what is seen, what was found, what is proposed."""
