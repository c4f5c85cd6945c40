"""What kinds of notices are called on the desk; each app names its own."""

_names: dict[str, str] = {}


def register(**names: str) -> None:
    """Give kinds their Chinese names."""
    _names.update(names)


def name(kind: str) -> str:
    """The Chinese name of a kind."""
    return _names.get(kind, "通知")
