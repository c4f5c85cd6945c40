"""The table: what each role is answered at each address. Written by people, compared by the tests.

A line is a method, a cell for each role in the order of ROLES, and the address. A cell says:
`login` led to the login, a status, `!` the database is another one afterwards, `+` only that
somebody looked was recorded.
"""

from pathlib import Path

from tests.roles.people import ROLES

FOLDER = Path(__file__).parent / "table"
# Of the first that an address begins with; the rest of the office is in office.txt.
FILES = {
    "/admin/consult/": "desk",
    "/admin/articles/": "articles",
    "/admin/firm/": "firm",
    "/admin/statutes/": "statutes",
    "/admin/calculators/": "calculators",
    "/admin/": "office",
    "/": "public",
}
Line = tuple[str, str]  # method and address


def read() -> dict[Line, dict[str, str]]:
    """The cells of each line by role."""
    return {line: cells for name in FILES.values() for line, cells in _rows(name)}


def _rows(name):
    for text in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if text and not text.startswith("#"):
            method, *cells, address = text.split(maxsplit=len(ROLES) + 1)
            yield (method, address), dict(zip(ROLES, cells, strict=True))


def file_of(address: str) -> str:
    """The file in which the lines of an address stand."""
    name = next(name for start, name in FILES.items() if address.startswith(start))
    return f"tests/roles/table/{name}.txt"


def written(line: Line, cells: dict[str, str]) -> str:
    """A line as it stands in its file."""
    method, address = line
    widths = [max(len(role), 6) + 1 for role in ROLES]
    told = "".join(cells[role].ljust(width) for role, width in zip(ROLES, widths, strict=True))
    return f"{method:<5}{told}{address}"
