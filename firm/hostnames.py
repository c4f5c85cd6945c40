"""The name by which the migrations of 0.1.0 know the validator; everyone else asks firm.base."""

from firm.base.validators import check  # noqa: F401
