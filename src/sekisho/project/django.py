"""Django as a library. Light to import; the tables are in ``tables``."""

import os

import django


def start() -> None:
    """Set Django up. Before it, no module that defines tables can be imported; twice does nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sekisho.project.settings")
    django.setup()
