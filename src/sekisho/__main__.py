"""``python -m sekisho`` is the same as ``sekisho``."""

from sekisho.project.start import start

start()
