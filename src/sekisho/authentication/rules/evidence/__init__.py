"""Evidence: what a link says, how links are chained, how they are handed out, and how anybody checks them."""
