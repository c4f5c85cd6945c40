"""Where the code and its data lie: in a checkout, or as an installed wheel (decision 0057).

Imports nothing, so that a process without Django may ask.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_SHIPPED = _PACKAGE / "shipped"  # made by the wheel alone

# The folder that our packages are imported from.
BASE_DIR = _PACKAGE.parent
IS_INSTALLED = _SHIPPED.is_dir()
# The folder of templates/ and static/.
HOUSE = _SHIPPED if IS_INSTALLED else BASE_DIR
# Beside the code nothing may be written, and an upgrade would take it away.
DATA_DIR = "~/.local/share/antou" if IS_INSTALLED else str(BASE_DIR / "var")
# What an operator types before the name of a command.
COMMAND = "antou" if IS_INSTALLED else ".venv/bin/python manage.py"
START = "antou run" if IS_INSTALLED else "make run"
