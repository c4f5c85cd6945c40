"""Where the code and its data lie (decision 0057). Imports nothing: some have no Django."""

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
