"""The staff's addresses, all under ``/staff/``."""

from django.urls import path

from sekisho.console.views import approve, clients, confirm, enrol, home, journal, login, me, people

urlpatterns = [
    path("", home.home),
    path("login", login.login),
    path("ceremonies/login/begin", login.begin),
    path("ceremonies/login/finish", login.finish),
    path("logout", login.logout),
    path("confirm", confirm.confirm),
    path("ceremonies/confirm/begin", confirm.begin),
    path("ceremonies/confirm/finish", confirm.finish),
    path("enrol", enrol.enrol),
    path("ceremonies/enrol/begin", enrol.begin),
    path("ceremonies/enrol/finish", enrol.finish),
    path("me", me.me),
    path("me/key", me.add),
    path("ceremonies/key/begin", me.begin),
    path("ceremonies/key/finish", me.finish),
    path("me/remove", me.remove),
    path("me/end", me.end),
    path("decide", approve.decide),
    path("decide/<str:operation>", approve.show),
    path("decide/<str:operation>/cancel", approve.cancel),
    path("ceremonies/decide/begin", approve.begin),
    path("ceremonies/decide/finish", approve.finish),
    path("people", people.people),
    path("people/new", people.new),
    path("people/<str:name>", people.person),
    path("people/<str:name>/invite", people.invite),
    path("people/<str:name>/code", people.code),
    path("people/<str:name>/stop", people.stop),
    path("people/<str:name>/roles", people.roles),
    path("clients", clients.clients),
    path("clients/new", clients.new),
    path("clients/<str:name>", clients.client),
    path("clients/<str:name>/revise", clients.revise),
    path("clients/<str:name>/stop", clients.stop),
    path("journal", journal.journal),
]
