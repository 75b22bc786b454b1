"""What was judged, as others may read it."""
