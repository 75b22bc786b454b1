"""Rows of tables to lines of JSON, as the contract spells them."""
