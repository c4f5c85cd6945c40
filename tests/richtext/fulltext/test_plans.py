"""How PostgreSQL reads a list: by the list itself, however few of it are wanted."""

import pytest
from django.db import connection

from tests.richtext.fulltext.model import INDEX, text

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.engine,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL alone"),
]


def plan(statement):
    """What the planner would do under the settings of the function that asks an index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT proconfig FROM pg_proc WHERE proname = %s", [f"{INDEX.name}_run"])
        for setting in cursor.fetchone()[0]:
            cursor.execute(f"SET LOCAL {setting.replace('=', ' = ')}")
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())


def test_the_newest_of_a_token_are_not_looked_for_text_by_text():
    """From the newest text backwards each would be unpacked: a rare token took a second."""
    INDEX.put([text(pk) for pk in range(1, 400)])
    INDEX.settle()
    newest = f"SELECT doc FROM {INDEX.name} WHERE tokens::tsvector @@ '''工伤'''::tsquery"
    assert f"{INDEX.name}_tokens" in plan(f"{newest} ORDER BY doc DESC LIMIT 1")
