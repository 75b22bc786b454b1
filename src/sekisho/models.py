"""Lists the tables of the rooms so that Django finds them."""
