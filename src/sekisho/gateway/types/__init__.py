"""The values that cross the doors of the gateway."""
