"""The verbs of the gateway: replay a file, load it into the journal."""
