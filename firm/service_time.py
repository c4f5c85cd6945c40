"""The name by which the migrations of 0.1.0 know the validator; everyone else asks firm.base."""

from firm.base.service_time import check  # noqa: F401
