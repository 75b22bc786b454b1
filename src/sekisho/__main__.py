"""``python -m sekisho`` is the same as ``sekisho``."""

from sekisho.project.cli import main

main()
