"""What a change of a consultation notes: the days to be counted anew (`consult.desk.tally`)."""

from collections.abc import Sequence

TABLE, NOTED = "consult_consultation", "consult_changedday"
NAME = f"{TABLE}_notes_days"  # of the trigger
MOMENTS = ("received_at", "answered_at")
# An update notes nothing unless one of these is different afterwards.
COUNTED = (
    *MOMENTS, "answer_minutes", "answered_in_time", "state", "doubts", "outcome",
    "area_id", "assignee_id", "source", "source_article_id",
)  # fmt: skip


def noting(day: str, rows: Sequence[str], source: str = "", schema: str = "") -> str:
    """The statement that notes the days of some rows; `day` makes one of a moment."""
    asked = [day.format(f"{row}.{name}") for row in rows for name in MOMENTS]
    days = " UNION ".join(f"SELECT {one} AS day{source}" for one in asked)
    return (
        f"INSERT INTO {schema}{NOTED} (day) "  # noqa: S608  (SQL of our own)
        f"SELECT day FROM ({days}) AS noted WHERE day IS NOT NULL"
    )


def noting_all(day: str) -> list[str]:
    """The statements after which each day is counted anew: nobody has watched the rows."""
    return ["DELETE FROM consult_tally", noting(day, [TABLE], f" FROM {TABLE}")]
