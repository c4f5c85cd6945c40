"""The figures in the office: those of regions, a published rate, those of the law; shown tools."""

from calculators.admin import figures, parameters, tools
