"""Django's settings, read once from the environment."""

import os
from pathlib import Path

from sekisho.project.databases import database

HOME = Path(os.environ.get("SEKISHO_HOME", Path.home() / ".sekisho"))
INSTALLED_APPS = ["sekisho"]
DATABASES = {"default": database(os.environ.get("SEKISHO_DATABASE_URL", f"sqlite:///{HOME / 'sekisho.sqlite3'}"))}
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"
LANGUAGE_CODE = "ja"
SECRET_KEY = os.environ.get("SEKISHO_SECRET_KEY", "")
