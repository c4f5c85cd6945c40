"""Tags in the editorial office: the field, the list, merging."""

import pytest
from django.core.exceptions import ValidationError

from articles.admin import form
from articles.admin.form import TOO_LONG, TOO_MANY, UNSEEN, TagNamesField
from articles.admin.tags import MERGED, TOO_FEW
from articles.models import Tag
from tests.factories import make_article, make_staff, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LIST = "/admin/articles/tag/"


class ArticleForm(form.ArticleForm):
    """As the editorial office has it, with one field."""

    class Meta(form.ArticleForm.Meta):
        fields = ["title"]


def tag(name, *articles):
    made = Tag.objects.create(name=name)
    made.articles.add(*articles)
    return made


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", []),
        (" 、，, ", []),
        ("工伤认定、停工留薪期", ["工伤认定", "停工留薪期"]),
        ("工伤,离婚，房产；合同\n", ["工伤", "离婚", "房产", "合同"]),
        ("#工伤、 工伤 、ＬＰＲ,lpr", ["工伤", "LPR"]),
        ("民间  借贷", ["民间 借贷"]),
    ],
)
def test_a_line_is_read_as_names(typed, names):
    assert TagNamesField().clean(typed) == names


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("、".join(f"标签{one}" for one in range(11)), TOO_MANY.format(most=10, number=11)),
        ("长" * 21, TOO_LONG.format(name="长" * 21, number=21)),
        ("工\u202e伤", UNSEEN.format(name="工\u202e伤")),
        ("长" * 500, "400"),
        ("工\x00伤", "空字符"),
    ],
)
def test_a_wrong_line_is_refused_in_chinese(typed, words):
    with pytest.raises(ValidationError) as refused:
        TagNamesField().clean(typed)
    assert words in "".join(refused.value.messages)


def test_a_tag_that_is_there_keeps_its_spelling():
    tag("LPR")
    assert TagNamesField().clean("lpr、房贷") == ["LPR", "房贷"]


def test_the_form_begins_with_the_stored_tags():
    article = make_article()
    tag("工伤", article), tag("赔偿", article)
    form = ArticleForm(instance=article)
    assert 'value="工伤、赔偿"' in str(form["tag_names"]) or 'value="赔偿、工伤"' in str(form)
    assert '<option value="工伤">' in str(form["tag_names"])
    waiting = ArticleForm(instance=article, initial={"tag_names": ["还没有发布"]})
    assert 'value="还没有发布"' in str(waiting["tag_names"])


def test_the_form_says_what_has_changed():
    article = make_article(title="标题是这样吗？")
    tag("工伤", article)
    same = ArticleForm({"title": article.title, "tag_names": " 工伤 "}, instance=article)
    other = ArticleForm({"title": article.title, "tag_names": "赔偿"}, instance=article)
    assert "tag_names" not in same.changed_data
    assert "tag_names" in other.changed_data
    assert other.is_valid()
    assert other.cleaned_data["tag_names"] == ["赔偿"]


def test_anonymous_and_staff_without_permission_are_kept_out(client):
    assert client.get(LIST).status_code == 302
    client.force_login(make_staff())
    assert client.get(LIST).status_code == 403
    client.force_login(make_staff("articles.view_tag"))
    assert client.get(LIST).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_tells_how_many_articles_at_a_fixed_cost(
    client, number, django_assert_num_queries
):
    for one in range(number):
        tag(f"标签{one}", make_article(), make_article())
    client.force_login(make_superuser())
    with django_assert_num_queries(9):
        html = client.get(LIST).text
    assert html.count("2篇") == number


@pytest.mark.parametrize("name", ["", "工伤、赔偿", "工 伤 ", "长" * 21, "、"])
def test_a_tag_has_one_name_that_is_not_there_yet(client, name):
    tag("工 伤")
    client.force_login(make_superuser())
    assert client.post(f"{LIST}add/", {"name": name}).status_code == 200
    assert Tag.objects.count() == 1


def merging(client, *tags, **fields):
    keys = [one.pk for one in tags]
    data = {"action": "merge", "_selected_action": keys, **fields}
    return client.post(LIST, data, follow=True)


def test_merging_asks_first_and_then_moves_the_articles(client):
    both, one = make_article(), make_article()
    kept, other = tag("工伤认定", both), tag("认定工伤", both, one)
    client.force_login(make_superuser())
    html = merging(client, kept, other).text
    assert "不能撤销" in html
    assert "认定工伤（2篇文章）" in html
    assert Tag.objects.count() == 2
    html = merging(client, kept, other, merge="1", kept=kept.pk).text
    assert MERGED.format(names="认定工伤", kept="工伤认定", number=1) in html
    assert list(Tag.objects.all()) == [kept]
    assert set(kept.articles.all()) == {both, one}


@pytest.mark.parametrize("kept", ["", "abc", "99999"])
def test_merging_wants_one_of_the_chosen(client, kept):
    first, second, third = tag("甲"), tag("乙"), tag("丙")
    client.force_login(make_superuser())
    for wrong in (kept, third.pk):
        assert "请选择" in merging(client, first, second, merge="1", kept=wrong).text
    assert Tag.objects.count() == 3


def test_merging_wants_two_and_the_right_to_delete(client):
    first, second = tag("甲"), tag("乙")
    client.force_login(make_superuser())
    assert TOO_FEW in merging(client, first).text
    client.force_login(make_staff("articles.view_tag", "articles.change_tag"))
    merging(client, first, second, merge="1", kept=first.pk)
    assert Tag.objects.count() == 2
