"""Addresses of the site."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("yichuang.doors.workbench.urls")),
]

handler400 = "yichuang.doors.workbench.views.faults.bad_request"
handler403 = "yichuang.doors.workbench.views.faults.forbidden"
handler404 = "yichuang.doors.workbench.views.faults.not_found"
handler500 = "yichuang.doors.workbench.views.faults.broken"
