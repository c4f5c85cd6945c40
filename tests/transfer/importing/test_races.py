"""An import and an editor at one moment, on a database that both may write to."""

from threading import Thread

import pytest
from django.db import connections

from articles.models import Act, Article
from articles.workflow import publishing
from tests.factories import make_staff
from tests.threads import aside
from tests.transfer.office.importing import markdown
from transfer.importing import folder as importing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]


def saved_meanwhile(monkeypatch, save):
    """Let `save` begin while an import is looking at what is there; gives its thread."""

    def run():
        save()
        connections.close_all()

    thread, known = Thread(target=run), importing.match_article

    def place(*args, **kwargs):
        placed = known(*args, **kwargs)
        thread.start()
        thread.join(1)  # as far as it gets before the import stores
        return placed

    monkeypatch.setattr(importing, "match_article", place)
    return thread


def test_what_an_editor_saves_during_an_import_still_waits(
    shared_database, folder, run, monkeypatch
):
    file = folder / "a.md"
    file.write_text(markdown(), "utf-8")
    aside(lambda: run(publish=True))
    file.write_text(markdown(body="改过的正文。"), "utf-8")
    user = aside(make_staff)

    def save():
        typed = Article.objects.get()
        typed.title = "编辑刚刚改的标题？"
        publishing.save_draft(article=typed, user=user)

    thread = saved_meanwhile(monkeypatch, save)
    code, said = aside(lambda: run(publish=True, update=True))
    thread.join(120)
    now = aside(lambda: Article.objects.select_related("pending").get())
    assert (code, "已更新1篇" in said) == (0, True)
    assert "改过的正文" in now.body
    assert (now.pending.act, now.pending.content["title"]) == (Act.SAVED, "编辑刚刚改的标题？")
