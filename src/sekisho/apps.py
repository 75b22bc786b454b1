"""The one Django app; rooms are packages inside it."""

from django.apps import AppConfig


class SekishoConfig(AppConfig):
    """Registers the tables of every room under one label."""

    name = "sekisho"
    default_auto_field = "django.db.models.BigAutoField"
