"""The figures of the law in the office."""

from calculators.admin.parameters import ParameterAdmin
