"""An old site: what was found is chosen on one page, imported, led on from, seen to, taken back."""

import io
import re
from datetime import date

import pytest
from django.contrib.redirects.models import Redirect

from articles.models import Article, State
from firm.models import Lawyer, PracticeArea
from richtext.core import pictures
from tests.articles.pictures import picture_bytes
from tests.factories import make_area, make_lawyer, make_member, make_statute
from tests.transfer.office.importing import page, upload, work, zipped
from tests.transfer.office.old_site import LONG, exported, item
from transfer import admin, office, survey
from transfer.importing import folder
from transfer.importing.pictures import GAP
from transfer.models import ArticleImport, ArticleImportFile, ArticleImportLine

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
Problem = ArticleImportLine.Problem


def looked(client, *items, **files):
    """Upload an export, with files in a ZIP, and have it looked at; its page and the record."""
    file = ("old.txt", exported(*items))
    there = upload(client, ("旧.zip", zipped({**dict([file]), **files})) if files else file).url
    work()
    return there, ArticleImport.objects.get(pk=there.split("/")[-2])


def act(client, there, button, then=True, **chosen):
    """Press a button; what the page says."""
    answer = client.post(there, {button: "1", **chosen}, follow=True).content.decode()
    if then:
        work()
    return answer


@pytest.mark.parametrize(
    ("name", "becomes", "how"),
    [
        ("劳动与工伤", "labor", survey.SAME),
        ("工伤赔偿", "labor", survey.BY_WORDS.format("工伤")),
        ("离婚案例", "marriage", survey.BY_WORDS.format("离婚")),
        ("婚姻", "marriage", survey.BY_WORDS.format("婚姻")),
        ("离婚与工伤", "", survey.UNKNOWN),
        ("律师说法", "", survey.UNKNOWN),
        ("本所动态", survey.LEFT_OUT, survey.NO_ANSWERS),
        ("", "", survey.NOT_SAID),
    ],
)
def test_a_category_is_matched_by_its_words(site, name, becomes, how):
    make_area(name="婚姻家庭", slug="marriage", aliases="离婚\n抚养费")
    row = PracticeArea.objects.filter(slug=becomes).first()
    names = survey.OldCategories(PracticeArea, None, {})
    assert names.matched(name, [name]) == (str(row.pk) if row else becomes, how)


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("林致远", "林致远"), ("林致远律师", "林致远"), ("林律师", "林致远"), ("linzy", "林致远"),
        ("lin.zhiyuan", "林致远"), ("zhouming", "周明"), ("周律师", ""), ("马律师", ""),
        ("admin", survey.LATER), ("小编", survey.LATER),
    ],
)  # fmt: skip
def test_an_author_is_matched_by_name_sound_or_surname(site, name, becomes):
    make_lawyer(name="周明", slug="zhou-ming")
    make_lawyer(name="周全", slug="zhou-quan")
    row = Lawyer.objects.filter(name=becomes).first()
    authors = survey.OldAuthors(None, survey.Allowed(), {})
    assert authors.matched(name, [name])[0] == (str(row.pk) if row else becomes)


def test_nothing_is_imported_before_all_is_chosen_and_nothing_is_looked_at_twice(editor):
    there, found = looked(
        editor,
        item(1), item(2, area="律师说法"), item(3, area="本所动态"), item(4, author="马律师"),
        item(5, author="admin"), item(6, status="draft"),
    )  # fmt: skip
    assert (found.site, found.survey["articles"], found.survey["published"]) == ("WordPress", 6, 5)
    assert found.unchosen == 2
    assert admin.TO_CHOOSE.format(2) in act(editor, there, "confirm")
    labor, lin = str(PracticeArea.objects.get().pk), str(Lawyer.objects.get().pk)
    act(editor, there, "save", **{"areas:律师说法": labor, "authors:马律师": "99"})
    assert ArticleImport.objects.get().unchosen == 1
    assert not Article.objects.exists()
    act(editor, there, "confirm", **{"areas:律师说法": labor, "authors:马律师": lin})
    assert set(Article.objects.values_list("external_id", "state")) == {
        ("wordpress:1", "published"), ("wordpress:2", "published"), ("wordpress:4", "published"),
        ("wordpress:5", "draft"), ("wordpress:6", "draft"),
    }  # fmt: skip
    left = ArticleImportLine.objects.get(became="refused")
    assert survey.CHOSEN_OUT in left.doubts
    assert not left.problems
    _, again = looked(editor, item(7, area="律师说法", author="马律师"), item(8, area="新的分类"))
    assert again.picked("areas") == {"新的分类": "", "律师说法": labor}
    assert again.picked("authors")["马律师"] == lin


def test_what_is_outdated_promises_or_says_nothing_is_seen_to(editor):
    days = {"promulgated": date(1999, 3, 15), "effective_from": date(1999, 10, 1)}
    code = make_statute(short_name="民法典")
    make_statute(short_name="合同法", effective_to=date(2021, 1, 1), replaced_by=code, **days)
    make_statute(short_name="仲裁规定", effective_to=date(2021, 1, 1), **days)
    there, found = looked(
        editor,
        item(1, body=LONG + "<p>《中华人民共和国合同法》第一百零七条。</p>"),
        item(2, body=LONG + "<p>我所律师胜诉率百分之百，打不赢不收费。</p>"),
        item(3, body="<p>请来电。</p>"),
        item(4),
        item(5, body=LONG + "<p>《仲裁规定》第三条。</p>"),
    )
    assert found.survey["to_draft"] == 2
    act(editor, there, "confirm")
    lines = ArticleImportLine.objects
    kinds = dict(lines.values_list("article__external_id", "problems"))
    assert kinds == {
        "wordpress:1": Problem.LAW, "wordpress:2": Problem.AD, "wordpress:3": Problem.SHORT,
        "wordpress:4": "", "wordpress:5": Problem.LAW,
    }  # fmt: skip
    states = [one.state for one in Article.objects.order_by("external_id")]
    assert states == [State.DRAFT] * 2 + [State.PUBLISHED] * 3
    short = lines.get(problems=Problem.SHORT)
    act(editor, there, "drafts", line=short.pk)
    assert Article.objects.get(external_id="wordpress:3").state == State.DRAFT
    act(editor, there, "handled", line=[one.pk for one in lines.all()])
    assert lines.filter(handled=True).count() == 4
    assert "没有要处理的" in page(editor, there)
    assert short.title in page(editor, there, view="handled")
    Article.objects.update(state=State.PUBLISHED)  # seen to: the same file again takes none down
    _, found = looked(editor, item(2, body=LONG + "<p>我所律师胜诉率百分之百，打不赢不收费。</p>"))
    assert found.lines.get().became == "unchanged"
    act(editor, there, "back")
    assert not Article.objects.exists()


def test_pictures_come_from_the_upload_and_a_missing_one_leaves_a_gap(editor, client):
    image = '<p><img src="http://www.old.example/wp-content/uploads/2019/06/{}" alt="图"></p>'
    body = "".join(image.format(name) for name in ("a-300x200.jpg", "b.jpg", "c.jpg"))
    tail = "uploads/2019/06"
    there, found = looked(
        editor, item(1, body=LONG + body),
        **{f"x/{tail}/a.jpg": picture_bytes(), "uploads/2020/06/b.jpg": picture_bytes(61)},
    )  # fmt: skip
    assert (found.survey["pictures"], found.survey["missing"]) == (1, 2)
    assert admin.NO_ARTICLE in more(editor, there, "b.jpg", b"x")
    more(editor, there, "图.zip", zipped({f"{tail}/b.jpg": picture_bytes(70)}))
    act(editor, there, "confirm")
    article = Article.objects.get()
    assert article.body.count("/media/images/") == 3
    assert f'alt="{GAP.format("c.jpg")}"' in article.body
    assert ArticleImportLine.objects.get().problems == Problem.PICTURE
    seen = client.get(article.get_absolute_url()).content.decode()
    assert seen.count('alt="图"') == 2
    assert pictures.MISSING not in seen


def more(client, there, name, content):
    file = io.BytesIO(content)
    file.name = name
    answer = client.post(there, {"more": "1", "file": [file]}, follow=True)
    work()
    return answer.content.decode()


def test_each_old_address_leads_on_in_one_hop_and_the_home_page_stays(editor, client):
    day = item(50, body=LONG + "<p>我所律师打不赢不收费。</p>")
    there, found = looked(editor, *(item(n) for n in range(40, 50)), day)
    assert sum(number for *_, number in found.survey["addresses"]) == 23
    act(editor, there, "confirm")
    slug = re.search('nicename="([^"]+)"', day)[1]
    client.logout()
    area = PracticeArea.objects.get().get_absolute_url()
    for article in Article.objects.filter(state=State.PUBLISHED):
        number = article.external_id.partition(":")[2]
        for old in (f"/{number}-a/", f"/?p={number}", f"/?p={number}&from=singlemessage"):
            answer = client.get(old)
            assert (answer.status_code, answer["Location"]) == (301, article.get_absolute_url())
    answer = client.get("/?p=50")  # not public yet
    assert (answer.status_code, answer["Location"]) == (302, area)
    PracticeArea.objects.update(is_published=False)
    assert client.get("/?p=50")["Location"] == "/articles/"
    answer = client.get(f"/category/{slug}/")
    assert (answer.status_code, answer["Location"]) == (301, area)
    assert client.get("/").status_code == client.get("/?p=51").status_code == 200
    client.force_login(make_member("编辑", username="two"))
    act(client, there, "back")
    assert not Redirect.objects.exists()


def test_an_import_that_is_stopped_leaves_nothing(editor, monkeypatch):
    monkeypatch.setattr(folder, "BATCH", 1)
    monkeypatch.setattr(office, "AT_ONCE", 1)
    there, _ = looked(editor, *(item(n) for n in range(1, 5)))
    act(editor, there, "confirm", then=False)
    steps = office.steps()
    while not Article.objects.exists():
        next(steps)
    assert "停下" in page(editor, there)
    act(editor, there, "stop", then=False)
    assert not any(steps)
    work()
    assert not Article.objects.exists()
    assert not Redirect.objects.exists()
    assert not ArticleImportFile.objects.exists()
    assert ArticleImport.objects.get().state == ArticleImport.State.RETURNED
    upload(editor, ("old.txt", exported(item(1))))
    there = upload(editor, ("old.txt", exported(item(2)))).url
    next(steps := office.steps())  # with the first; the second waits its turn
    act(editor, there, "stop", then=False)
    assert not any(steps)
    states = ArticleImport.objects.values_list("state", flat=True)
    assert [*states[:2]] == [ArticleImport.State.DROPPED, ArticleImport.State.READY]
