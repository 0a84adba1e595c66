"""The catalogue room as Django knows it."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """事项目录."""

    name = "yichuang.domain.catalogue"
    label = "catalogue"
    verbose_name = "事项目录"
