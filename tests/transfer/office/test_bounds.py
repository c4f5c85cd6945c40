"""Uploads small in bytes and expensive to read, and what they cost the worker."""

import json
import resource
import time

import pytest

from statutes.importing.uploads import LARGEST
from tests.richtext.word_files import document
from tests.transfer.office.importing import page, upload, work, zipped
from transfer import office
from transfer.models import ArticleImport

pytestmark = [pytest.mark.django_db, pytest.mark.audit]
MB = 1024 * 1024
HEAD = {"title": "很贵的文件怎么办？", "area": "labor", "author": "林致远"}
EXPENSIVE = {
    "paragraphs.docx": document(*["甲"] * 48_000),
    "page.html": "<title>很大的网页怎么办？</title>" + "<p>x</p>" * (45 * MB // 8),
    "list.md": "# 很长的列表怎么办？\n\n" + "* [a](b) `c` **d**\n" * 800_000,
    "brackets.md": "# 括号怎么办？\n\n" + "[" * (2 * MB),
    "fields.jsonl": json.dumps({**HEAD, "body": "x", "k": ["a"] * 3_000_000}),
}


@pytest.mark.parametrize("name", EXPENSIVE)
def test_what_is_expensive_to_read_costs_the_worker_next_to_nothing(editor, read_here, name):
    read_here.undo()
    content = zipped({name: EXPENSIVE[name]})
    assert len(content) < LARGEST
    there = upload(editor, ("文.zip", content)).url
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    work()
    assert time.process_time() - begun < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 1024
    assert ArticleImport.objects.get().state != ArticleImport.State.CHECKING
    assert ("将新导入1篇" in page(editor, there)) == (name == "fields.jsonl")


def test_long_articles_are_taken_in_steps_between_which_mails_leave(editor, read_here):
    read_here.undo()
    rows = [{**HEAD, "id": str(one), "body": "<p>x</p>" * 200_000} for one in range(3)]
    there = upload(editor, ("多.jsonl", "\n".join(map(json.dumps, rows)))).url
    for _ in range(2):
        last = time.process_time()
        for _ in office.steps():
            assert time.process_time() - last < 5
            last = time.process_time()
        editor.post(there, {"confirm": "1"})
    assert "新导入3篇" in page(editor, there)
