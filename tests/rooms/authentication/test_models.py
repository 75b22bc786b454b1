"""Rows name themselves in a log or a debugger by what they are, and never by what they keep secret."""

import pytest
from django.apps import apps
from django.db import models

ROWS = [each for each in apps.get_models() if each.__module__.startswith("sekisho.authentication.models")]
SECRET = b"do-not-tell-anybody"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.__name__)
def test_a_row_is_named_and_what_it_keeps_secret_is_not_in_the_name(row: type[models.Model]) -> None:
    fields = row._meta.concrete_fields  # noqa: SLF001 - Django's documented way to a model's fields
    kept = {each.attname: SECRET for each in fields if isinstance(each, models.BinaryField)}
    words = {each.attname: "word" for each in fields if isinstance(each, models.CharField)}
    named = str(row(**{**words, **kept}))

    assert named
    assert SECRET.decode() not in named
