"""The web application for a WSGI server: ``granian --interface wsgi sekisho.project.wsgi:application``.

Everything is loaded before the first request, and then left alone by the garbage collector: what a program consists of
never becomes garbage, and looking through all of it again and again took more than a tenth of a request's time.
"""

import gc
from importlib import import_module

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from sekisho.project.django import start
from sekisho.project.logs import log_to_stderr
from sekisho.web.operations.assets import with_assets

_YOUNG, _YOUNGER_ROUNDS = 10_000, 10
"""So many new objects are made before they are looked through, and that so often before the older ones are, too."""

log_to_stderr()
start()
application = with_assets(WSGIHandler(), prefix=settings.STATIC_URL)
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
gc.set_threshold(_YOUNG, _YOUNGER_ROUNDS, _YOUNGER_ROUNDS)
