"""The pages of docs/reference/generated, one function each."""
