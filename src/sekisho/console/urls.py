"""The staff's addresses, all under ``/staff/``."""

from django.urls import path

from sekisho.console.views import home

urlpatterns = [
    path("", home.home),
]
