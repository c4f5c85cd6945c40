"""The command fills the database, once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, NeighboursDue, RelatedLink, SourceKind, State
from articles.workflow.publishing import PublishingError, going_public
from firm.models import Lawyer, PracticeArea, SiteSettings
from outbox.models import Notice
from statutes.services import load_shipped
from tests.screen import Screen, browser
from tests.transfer.legacy_page import pages
from transfer.legacy_page.apply import SAMPLE, SPOKEN, UNCHANGED

pytestmark = pytest.mark.engine


def rows():
    """Every row that an import can touch, with all of its values."""
    models = (SiteSettings, Lawyer, PracticeArea, Article, RelatedLink)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_publish_also_takes_the_drafts_of_an_earlier_run_and_an_area_that_is_there(run):
    own = PracticeArea.objects.create(slug="shui", name="税务")
    run()
    assert own.articles.get().title == "个体户要交哪些税？"
    assert UNCHANGED in run(None, "--new-firm")  # an option of an older release
    Article.objects.filter(title=Article.objects.last().title).update(state="withdrawn")
    assert run(None, "--publish").endswith("新增：发布的文章 11。\n")
    assert Article.objects.filter(state=State.PUBLISHED).count() == 11


def test_what_may_not_be_public_stays_a_draft_and_is_named(run):
    def refuse(sender, article, **kwargs):
        if not article.is_stub:
            raise PublishingError("还有标记没有处理")

    going_public.connect(refuse)
    try:
        said = run(None, "--publish")
    finally:
        going_public.disconnect(refuse)
    assert "还有标记没有处理" in said
    assert Article.objects.get(is_stub=False).state == State.DRAFT


@pytest.mark.parametrize("before", [(), ((),)], ids=["new", "drafts of an earlier import"])
def test_what_is_published_is_told_of_and_gets_its_neighbours(run, settings, before):
    settings.SITE_URL, settings.INDEXNOW_KEY = "https://www.example.com", "indexnow-key"
    for options in before:
        run(None, *options)
    assert not Notice.objects.exists()
    for _ in range(2):  # the second run changes nothing
        run(None, "--publish")
        assert NeighboursDue.objects.filter(spread=True).count() == 12
        told = [one.get_absolute_url() for one in Article.objects.published()]
        assert sorted(Notice.objects.values_list("recipient", flat=True)) == sorted(told)


def titles(article):
    return Screen.at(browser(), article.get_absolute_url()).soup.select_one(".related").text


def test_publishing_shows_the_main_article_and_the_titles_that_stood_behind_it(run):
    run(None, "--publish")
    assert Article.objects.published().get().title == "快递单泄露个人信息怎么办？"
    assert Article.objects.filter(state=State.PUBLISHED).count() == 12
    main = Article.objects.get(is_stub=False)
    assert main.live == main.revisions.first()
    assert titles(main).count("旧站标题") == 11
    written = main.related_links.first().target
    written.is_stub, written.body = False, "<p>律师补写的正文。</p>"
    written.save()
    assert written.title in titles(main)
    assert titles(main).count("旧站标题") == 10


def test_settings_lawyer_articles_areas_and_links_come_from_the_page_and_are_reported(run):
    words = run()
    assert "律师姓名：方静川\n" in words
    assert "联系行（没有导入）：遇到类似问题" in words
    assert f"方静川律师：{SPOKEN.format('fang-jingchuan')}" in words
    made = "网站设置 1、律师 1、文章 12、业务领域 8、相关链接 11"
    assert words.rstrip().split("\n")[-1] == f"新增：{made}。"
    row, lawyer = SiteSettings.load(), Lawyer.objects.get()
    assert (row.site_name, row.city, row.founded_year) == ("方静川律师法律网", "云澜", 2003)
    assert row.phone == "0330-5550111"
    assert row.firm_name == ""
    assert (lawyer.name, lawyer.phone, lawyer.licence_number) == ("方静川", "0330-5550111", "")
    assert lawyer.is_published
    assert lawyer.bio.startswith("男，法学硕士，云澜市律师协会会员。")
    article = Article.objects.get(is_stub=False)
    assert article.title == "快递单泄露个人信息怎么办？"
    assert (article.state, article.area.slug) == (State.DRAFT, "privacy-internet")
    assert (article.source_kind, article.source) == (SourceKind.FORMER, "fang.example.net")
    assert article.body.count("<li>") == 7
    assert article.body.count("<h2>") == 2
    assert "手机" not in article.body
    links = Article.objects.get(is_stub=False).related_links.all()
    wanted = [title.replace("?", "？") for title, _ in pages.ENTRIES]
    assert [link.target.title for link in links] == wanted
    assert all(link.target.is_stub for link in links)
    body = Article.objects.get(is_stub=False).body
    assert "<script" not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert PracticeArea.objects.get(slug="criminal").sensitive_reason
    assert "文章" not in run(pages.html()).rstrip().split("\n")[-1]
    assert Article.objects.count() == 12


DOUBTS = [
    "文章《说到底还是要看》：标题与正文开头相同",
    "文章《快递单泄露个人信息怎么办？》：没有引用法规",
    "文章《快递单泄露个人信息怎么办？》：没有核对过", "自我夸耀：“竭诚为您服务”",
    "文章《销赃罪会怎么处理？》：罪名已更改：“销赃罪”", "“组织、领导传销活动罪”",
    "用语已过时或者混淆：“拆迁”", "用语已过时或者混淆：“加工承揽",
    "其他 11 篇文章：旧页上只有标题和摘要",
    "业务领域：按文章标题归入：个人信息与网络、合同纠纷、",
]  # fmt: skip


def test_doubts_of_the_texts_are_told_with_their_reasons(run):
    load_shipped.bring_up_to_date()
    words = run()
    assert [one for one in DOUBTS if one not in words] == []


@pytest.mark.parametrize("options", [(), ("--publish",)])
def test_a_second_run_changes_nothing_and_says_so(run, options):
    run(None, *options)
    before = rows()
    assert UNCHANGED in run(None, *options)
    assert rows() == before


def test_what_a_person_entered_is_kept(run):
    SiteSettings.objects.create(site_name="我的网站", phone="13800000000")
    Lawyer.objects.create(name="方静川", slug="fang-jingchuan", bio="自己写的。")
    run()
    row, lawyer = SiteSettings.load(), Lawyer.objects.get()
    assert (row.site_name, row.phone) == ("我的网站", "13800000000")
    assert (row.city, lawyer.bio, lawyer.phone) == ("云澜", "自己写的。", "0330-5550111")


def test_a_failure_half_way_leaves_nothing(run, monkeypatch):
    monkeypatch.setattr("transfer.legacy_page.apply._report", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run()
    assert rows() == [[], [], [], [], []]


@pytest.mark.parametrize("content", ["", "今天天气很好，大家去公园。", b"\x00\x01\x02"])
def test_a_refused_file_leaves_the_database_alone(run, content):
    with pytest.raises(CommandError, match="。$") as refusal:
        run(content)
    assert refusal.value.returncode == 1
    assert rows() == [[], [], [], [], []]


def test_the_sample_is_left_alone_and_a_missing_file_is_one_sentence(run, settings, db):
    settings.SAMPLE_SITE = True
    before = rows()
    with pytest.raises(CommandError, match=SAMPLE):
        run()
    assert rows() == before
    with pytest.raises(CommandError, match="找不到文件"):
        call_command("import_page", "/nowhere/page.txt", stdout=StringIO())
