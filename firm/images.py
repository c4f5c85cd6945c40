"""The name by which the migrations of 0.1.0 know the field; everyone else asks richtext.core."""

from richtext.core.pictures import PictureField  # noqa: F401
