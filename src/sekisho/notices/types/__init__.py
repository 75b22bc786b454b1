"""The values that cross the room's doors."""
