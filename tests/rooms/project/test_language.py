"""Which language the command line speaks."""

import os
import subprocess
import sys

import pytest

_ASK = (
    "from sekisho.kernel.texts import Text; from sekisho.project.language import speak; print(speak(Text('ja','en')))"
)


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"SEKISHO_LANG": "ja", "LANG": "en_US.UTF-8"}, "ja"),
        ({"SEKISHO_LANG": "en", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"SEKISHO_LANG": "", "LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "JA_JP.eucJP"}, "ja"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_sekisho_lang_or_else_of_lang(environment: dict[str, str], lang: str) -> None:
    rest = {name: value for name, value in os.environ.items() if name not in {"SEKISHO_LANG", "LANG"}}
    run = subprocess.run(
        [sys.executable, "-c", _ASK], env=rest | environment, capture_output=True, text=True, check=True
    )

    assert run.stdout == f"{lang}\n"
