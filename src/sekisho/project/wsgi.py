"""The web application for a WSGI server: ``granian --interface wsgi sekisho.project.wsgi:application``."""

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from sekisho.project.django import start
from sekisho.project.logs import log_to_stderr
from sekisho.web.operations.assets import with_assets

log_to_stderr()
start()
application = with_assets(WSGIHandler(), prefix=settings.STATIC_URL)
