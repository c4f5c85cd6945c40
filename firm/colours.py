"""The name by which the migrations of 0.1.0 know the validator; everyone else asks firm.base."""

from firm.base.colours import check  # noqa: F401
