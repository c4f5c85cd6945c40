"""`manage.py import_articles`: what comes in, once and again."""

import json

import pytest
from django.contrib.redirects.models import Redirect

from articles.models import Act, Article, Citation, Revision, State, Tag
from articles.workflow import previews, publishing
from tests.consult.publishing import make_answered, make_made
from tests.factories import make_statute, make_superuser
from tests.transfer.office.importing import markdown
from transfer.importing import folder as importing
from transfer.importing import reading
from transfer.importing.lookup import ABOVE, NEAREST, UNKNOWN
from transfer.importing.store import UNDER_WORK
from transfer.management.commands.import_articles import Command

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def row(**fields):
    known = {
        "id": 1,
        "title": "加班费应该怎么算？",
        "area": "labor",
        "author": "林致远",
        "body": "<p>好</p>",
    }
    return json.dumps({**known, **fields}, ensure_ascii=False)


def test_an_article_comes_in_as_a_draft_with_one_version(folder, run):
    more = {"tags": "[工伤, 劳动, null]", "summary": '"null"', "source": "~"}
    body = "看[^1]和[法]。\n\n[^1]: 《民法典》第三条。\n\n[法]: /statutes/"
    (folder / "a.md").write_text(markdown(body=body, **more), "utf-8")
    code, said = run()
    article, revision = Article.objects.get(), Revision.objects.get()
    assert (code, article.state, article.external_id) == (0, State.DRAFT, "a1")
    assert "新导入1篇" in said
    assert (revision.act, revision.content) == (Act.IMPORTED, publishing.content_of(article))
    assert publishing.stored_tags(article) == ["劳动", "工伤"]
    assert (article.summary, article.source) == ("null", "")
    assert article.text.endswith("看[^1]和法。\n[^1]: 《民法典》第三条。")


def test_what_belongs_to_a_published_article_is_there_as_of_its_own_day(folder, run):
    make_statute(short_name="工伤保险条例", texts=["甲"] * 20)
    body = "<p>《工伤保险条例》第十七条<script>1</script></p>"
    (folder / "a.jsonl").write_text(row(body=body, published="2020-03-05 10:00"), "utf-8")
    run(publish=True)
    article = Article.objects.get()
    assert article.is_public
    assert article.live == Revision.objects.get()
    assert article.body == "<p>《工伤保险条例》第十七条</p>"
    assert article.excerpt == "《工伤保险条例》第十七条"
    assert Citation.objects.get().number == 17
    assert article.publish_at.isoformat() == "2020-03-05T02:00:00+00:00"
    assert article.changed_at == article.publish_at  # not of the day of the import


def test_the_same_file_again_creates_nothing_and_with_update_a_changed_one_is_taken_over(
    folder, run
):
    (folder / "a.md").write_text(markdown(tags="旧"), "utf-8")
    run()
    code, said = run()
    assert (code, Article.objects.count(), Revision.objects.count()) == (0, 1, 1)
    assert "未变1篇" in said
    (folder / "a.md").write_text(markdown(body="改过。", tags="新"), "utf-8")
    _, said = run()
    assert "未更新" in said
    assert Article.objects.get().body == "<p>看情况。</p>"
    run(update=True)
    article = Article.objects.get()
    assert (article.body, publishing.stored_tags(article)) == ("<p>改过。</p>", ["新"])
    assert list(article.revisions.values_list("number", flat=True)) == [2, 1]


def test_what_an_editor_is_changing_is_not_overwritten(folder, run):
    (folder / "a.md").write_text(markdown(), "utf-8")
    run(publish=True)
    edited = Article.objects.get()
    edited.title = "编辑正在改的标题？"
    publishing.save_draft(article=edited, user=None)
    (folder / "a.md").write_text(markdown(body="改过。"), "utf-8")
    code, said = run(update=True)
    assert code == 1
    assert UNDER_WORK in said
    assert Article.objects.get().pending is not None


def test_what_comes_of_a_consultation_is_published_by_no_file_before_it_is_ticked(folder, run):
    article = make_made(make_answered(user := make_superuser())[0], user)
    Article.objects.filter(pk=article.pk).update(external_id="a1")
    publishing.publish(article=Article.objects.get(), user=user)
    text = markdown(body="王建国还未签字。", state="published")
    (folder / "a.md").write_text(text, "utf-8")
    code, said = run(update=True)
    assert (code, "标记没有处理" in said) == (1, True)
    assert "王建国" not in Article.objects.get().body


def test_what_a_file_does_not_say_stays(folder, run):
    (folder / "a.md").write_text(markdown(summary="摘要", state="published"), "utf-8")
    run()
    (folder / "a.md").write_text(markdown(body="改过。"), "utf-8")
    run(update=True)
    article = Article.objects.get()
    assert (article.summary, article.state) == ("摘要", State.PUBLISHED)
    publishing.withdraw(article=article, user=None)
    (folder / "a.md").write_text(markdown(body="又改过。"), "utf-8")
    run(update=True, publish=True)
    article = Article.objects.get()
    assert (article.body, article.state) == ("<p>又改过。</p>", State.WITHDRAWN)


@pytest.mark.parametrize(
    ("told", "state"),
    [({"draft": "no"}, "published"), ({"draft": "是"}, "draft"), ({"published": False}, "draft")],
)
def test_a_draft_is_one_in_any_words_and_a_plain_text_keeps_its_signs(folder, run, told, state):
    (folder / "a.jsonl").write_text(row(**told, body="1 < 2\n3 & 4"), "utf-8")
    run()
    article = Article.objects.get()
    assert (article.state, article.body) == (state, "<p>1 &lt; 2</p>\n<p>3 &amp; 4</p>")


def test_without_an_id_the_name_of_the_file_counts(folder, run):
    (folder / "2024").mkdir()
    text = markdown().replace("id: a1\n", "")
    (folder / "2024" / "工伤.md").write_text(text, "utf-8")
    run()
    run()
    assert Article.objects.get().external_id == "2024/工伤"


def test_a_dry_run_says_the_same_and_stores_nothing(folder, run):
    lines = [row(), row(id=2, area="没有"), row(id=3, colour="红"), "{"]
    (folder / "a.jsonl").write_text("\n".join(lines), "utf-8")
    code, said = run(dry_run=True)
    assert (code, Article.objects.count(), Tag.objects.count()) == (1, 0, 0)
    code, again = run()
    assert Article.objects.count() == 2
    both = [[x for x in text.splitlines() if x[:2] in ("注意", "没有")] for text in (said, again)]
    assert both[0] == both[1]
    assert len(both[0]) == 3


def test_an_unknown_area_is_named_with_those_there_are(folder, run):
    rows = "\n".join(row(id=n, area="劳动工伤") for n in (1, 2))
    (folder / "a.jsonl").write_text(rows, "utf-8")
    code, said = run()
    words = UNKNOWN.format("业务领域", "劳动工伤") + NEAREST.format("劳动与工伤")
    assert (code, said.count("劳动与工伤（labor）")) == (1, 1)  # all of them once
    assert f"a.jsonl 第1行：{words}" in said
    assert f"a.jsonl 第2行：{words}{ABOVE.format('业务领域')}" in said


def test_a_stand_in_takes_what_is_not_known(folder, run, site):
    (folder / "a.jsonl").write_text(row(category="没有", area=None, author="某人"), "utf-8")
    code, said = run(area="劳动与工伤", author="lin-zhiyuan")
    assert (code, Article.objects.get().author) == (0, site)
    assert "本站没有律师“某人”，用了林致远" in said


def test_related_links_may_lead_to_what_comes_later(folder, run):
    related = ["2", "外面的网页 | https://example.com/", "没有的"]
    lines = [
        row(related=related, body='<a href="b.md">乙</a>'),
        row(id=2, title="第二篇文章是什么？"),
    ]
    (folder / "a.jsonl").write_text("\n".join(lines), "utf-8")
    _, said = run()
    links = Article.objects.get(external_id="1").related_links.all()
    assert [str(link) for link in links] == ["第二篇文章是什么？", "外面的网页"]
    assert "相关链接“没有的”没有导入" in said
    assert f"a.jsonl 第1行：{reading.TO_FILES}" in said


def test_two_with_one_id_are_one_and_a_refusal(folder, run):
    (folder / "a.jsonl").write_text(row() + "\n" + row(title="另一个标题可以吗？"), "utf-8")
    code, said = run()
    assert (code, Article.objects.count()) == (1, 1)
    assert "a.jsonl 第2行：编号“1”和a.jsonl 第1行相同" in said


def test_an_old_address_leads_to_one_article_and_never_away_from_one(folder, run, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 1)
    lines = [row(id=n, title=f"第{n}篇文章是什么？", old_url="/news/1.html") for n in (1, 2)]
    (folder / "a.jsonl").write_text("\n".join(lines), "utf-8")
    _, said = run(dry_run=True)
    assert "“/news/1.html”没有导入：它已经转到a.jsonl 第1行" in said
    later = row(id="", site_number="77", title="后来的文章是什么？")
    (folder / "a.jsonl").write_text("\n".join([row(old_url="/articles/77/"), later]), "utf-8")
    run()
    assert Article.objects.filter(pk=77).exists()
    assert not Redirect.objects.exists()


def test_breaking_off_leaves_whole_articles_and_their_links(folder, run, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    lines = [
        row(id=n, title=f"第{n}篇文章是什么？", related=["1"] if n == 2 else [])
        for n in range(1, 6)
    ]
    (folder / "a.jsonl").write_text("\n".join(lines), "utf-8")
    real, calls = importing.store.store, []

    def stop(batch, user):
        calls.append(batch)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(batch)

    monkeypatch.setattr(importing.store, "store", stop)
    code, said = run()
    assert (code, Article.objects.count(), Revision.objects.count()) == (130, 2, 2)
    assert Article.objects.get(external_id="2").related_links.count() == 1
    assert Command.go_on in said


def test_others_may_write_between_two_batches(folder, run, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    lines = [row(id=n, title=f"第{n}篇文章是什么？") for n in range(1, 6)]
    (folder / "a.jsonl").write_text("\n".join(lines), "utf-8")
    turns = []
    monkeypatch.setattr(
        importing.upkeep, "let_others_write", lambda: turns.append(Article.objects.count())
    )
    run()
    assert turns == [2, 4]


def test_one_that_the_database_refuses_leaves_the_others(folder, run, monkeypatch):
    from django.db import IntegrityError

    real = importing.store.store

    def picky(batch, user):
        if any(one.identity == "2" for one in batch):
            raise IntegrityError
        real(batch)

    monkeypatch.setattr(importing.store, "store", picky)
    (folder / "a.jsonl").write_text("\n".join(row(id=n) for n in (1, 2, 3)), "utf-8")
    code, said = run()
    assert (code, Article.objects.count()) == (1, 2)
    assert "a.jsonl 第2行：数据库没有接受" in said


@pytest.mark.parametrize("name", ["没有.md", "a.txt"])
def test_nothing_to_read_is_said(folder, run, name):
    (folder / "a.txt").write_text("x")
    code, said = run(name)
    assert code == 2
    assert said


def test_what_an_import_withdraws_nobody_reads_by_a_link_any_more(folder, run):
    (folder / "a.jsonl").write_text(row(published="2026-03-05 10:00"), "utf-8")
    run(publish=True)
    link = previews.make(article=Article.objects.get(), user=None)
    (folder / "a.jsonl").write_text(row(published="2026-03-05 10:00", state="withdrawn"), "utf-8")
    run(update=True)
    link.refresh_from_db()
    assert Article.objects.get().state == State.WITHDRAWN
    assert link.revoked_at is not None
