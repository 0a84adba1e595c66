"""Addresses of the site. Pages come with the window; until then there are none."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
