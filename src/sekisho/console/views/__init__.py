"""The staff's views: each reads a request, calls one operation, and shows what came of it."""
