"""Calculators and deadlines."""

from django.apps import AppConfig


class CalculatorsConfig(AppConfig):
    name = "calculators"
    verbose_name = "计算"

    def ready(self):
        from calculators import parameters
        from statutes.services import load_shipped

        further = load_shipped.Further(parameters.is_missing, parameters.load)
        load_shipped.FURTHER["计算用的数值"] = further
