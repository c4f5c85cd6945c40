"""How long a text takes to read."""

import re

# Characters a minute. 义务教育语文课程标准（2022年版） asks for 500 at the end of school, of
# general prose read silently; law is read more slowly, and on a phone.
PACE = 400
READ = re.compile(r"[\u3400-\u9fff]|[0-9A-Za-z]+")  # one look: a Han character, a word, a number


def length(text: str) -> int:
    """How many Han characters, words and numbers a plain text has."""
    return len(READ.findall(text))


def minutes(text: str) -> int:
    """Whole minutes, at least one, for the plain text of an article."""
    return max(1, round(length(text) / PACE))
