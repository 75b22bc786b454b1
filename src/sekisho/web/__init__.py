"""What the entrances share: the request's moment, keys, guards, the pages' shell."""
