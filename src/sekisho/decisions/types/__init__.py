"""The values that cross the doors of decisions."""
