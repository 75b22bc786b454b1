"""Where the server's log lines go: the standard error stream, one line each, in UTC."""

import logging
import sys
import time

_FORM = "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s"


def log_to_stderr(level: int = logging.INFO) -> None:
    """Set up logging for this process. Nothing secret is logged anywhere: no bodies, queries, cookies or headers."""
    handler = logging.StreamHandler(sys.stderr)
    formatter = logging.Formatter(_FORM, "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("sekisho").setLevel(level)
