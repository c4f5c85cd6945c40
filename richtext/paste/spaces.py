"""White space in a line: indents go, and the breaks that Word puts between Chinese characters."""

import re

from richtext.paste.blocks import Run

RUN_END, LINE_BREAK, PICTURE = "\x1e", "\x1d", "\x1c"  # control signs are no part of any text
BLANKS = re.compile("[ \t\r\n\f\xa0\u3000\x1e]*[ \t\r\n\f\xa0\u3000][ \t\r\n\f\xa0\u3000\x1e]*")
WIDE = re.compile(
    "[\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U00020000-\U0003ffff]"
)
PLACES = {"br": LINE_BREAK, "img": PICTURE}


def trimmed(runs: list[Run]) -> list[Run]:
    """The runs of a line with single spaces between words, and none at its edges."""
    line = BLANKS.sub(_blank, RUN_END.join([PLACES.get(run.kind, run.text) for run in runs]))
    return [
        run if run.kind != "text" else _with_text(run, text)
        for run, text in zip(runs, line.split(RUN_END), strict=True)
    ]


def _blank(found: re.Match[str]) -> str:
    """What stands for white space: nothing at an edge and where a long line was broken."""
    blank, line = found[0], found.string
    ends = blank.count(RUN_END) * RUN_END
    lead = blank[: len(blank) - len(blank.lstrip(RUN_END))]  # the space stays in its own run
    before = line[found.start() - 1] if found.start() else LINE_BREAK
    after = line[found.end()] if found.end() < len(line) else LINE_BREAK
    if LINE_BREAK in (before, after):
        return ends
    if "\u3000" in blank:
        return lead + "\u3000" * min(blank.count("\u3000"), 2) + ends[len(lead) :]
    if "\n" in blank and WIDE.match(before) and WIDE.match(after):
        return ends
    return lead + " " + ends[len(lead) :]


def _with_text(run: Run, text: str) -> Run:
    """A space is neither bold nor a link."""
    return Run(text, run.marks if text.strip() else (), run.kind, run.big)
