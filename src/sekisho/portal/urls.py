"""The customer's addresses."""

from django.urls import path

from sekisho.portal.views import approve, check, confirm, enrol, freeze, not_me, security, sessions, start

urlpatterns = [
    path("", start.home),
    path("logout", start.logout),
    path("check", check.check),
    path("confirm", confirm.confirm),
    path("ceremonies/confirm/begin", confirm.begin),
    path("ceremonies/confirm/finish", confirm.finish),
    path("enrol", enrol.enrol),
    path("enrolled", enrol.enrolled),
    path("ceremonies/enrol/begin", enrol.begin),
    path("ceremonies/enrol/finish", enrol.finish),
    path("security", security.security),
    path("security/rename", security.rename),
    path("security/remove/<str:authenticator>", security.remove),
    path("security/device", security.device),
    path("sessions", sessions.sessions),
    path("approve/<str:operation>", approve.show),
    path("approve/<str:operation>/cancel", approve.cancel),
    path("ceremonies/approve/begin", approve.begin),
    path("ceremonies/approve/finish", approve.finish),
    path("freeze", freeze.freeze),
    path("not-me", not_me.not_me),
]
