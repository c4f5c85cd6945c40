"""What an article stores and the database refuses, its excerpt, its time of reading."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article, RelatedLink, State
from articles.models.text import ELLIPSIS, TARGET, excerpt, minutes
from tests.factories import make_article, make_lawyer
from tests.sentences import of_constraint

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_the_body_is_cleaned_and_text_and_excerpt_follow_it():
    article = make_article(body='<p onclick="x()">甲<script>alert(1)</script></p>')
    article.refresh_from_db()
    assert article.body == "<p>甲</p>"
    article = make_article(body="<p>一、准备材料</p><p>病历。</p>")
    assert (article.text, article.excerpt) == ("一、准备材料\n病历。", "准备材料。病历。")
    assert make_article(summary="先治疗，再申请。").excerpt == "先治疗，再申请。"


@pytest.mark.parametrize(
    ("fields", "public"),
    [
        ({}, True),
        ({"state": State.DRAFT}, False),
        ({"state": State.WITHDRAWN}, False),
        ({"publish_at": timezone.now() + timedelta(days=1)}, False),
        ({"expires_at": timezone.now() - timedelta(hours=1)}, False),
        ({"expires_at": timezone.now() + timedelta(days=1)}, True),
    ],
)
def test_the_two_forms_of_the_rule_agree(fields, public):
    article = make_article(**fields)
    assert Article.objects.published().filter(pk=article.pk).exists() is public
    assert article.is_public is public


@pytest.mark.parametrize(
    "wrong",
    [
        {"expires_at": timezone.now() - timedelta(days=9)},
        {"checked_on": date(2026, 10, 1)},
        {"source_kind": "reprint"},
    ],
)
def test_the_database_refuses_half_truths(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(**wrong)


def test_a_half_truth_is_told_in_chinese():
    article = make_article()
    article.source_kind = "reprint"
    words = of_constraint(Article, "articles_reprint_has_source")
    with pytest.raises(ValidationError, match=words):
        article.full_clean()


def test_a_link_has_one_target():
    article, other = make_article(), make_article()
    RelatedLink.objects.create(article=article, target=other)
    for wrong in ({}, {"target": article}, {"url": "https://example.com"}, {"target": other}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RelatedLink.objects.create(article=article, **wrong)


def test_an_author_with_articles_cannot_be_deleted():
    author = make_lawyer()
    make_article(author=author)
    with pytest.raises(IntegrityError):
        author.delete()


SENTENCE = "劳动者受伤之后应当先治疗再保存病历和缴费的单据同时请同事帮忙写下事情的经过。"


def test_it_ends_at_a_sentence_and_never_within_marks():
    assert excerpt("先治疗，再申请。") == "先治疗，再申请。"
    assert excerpt(SENTENCE * 4) == SENTENCE * 2
    cut = excerpt("很" * 200)
    assert cut == "很" * TARGET + ELLIPSIS
    assert excerpt("工伤认定要多久？", "工伤认定要多久？") == "工伤认定要多久？"
    lead = "很" * (TARGET - 5)
    text = lead + "《最高人民法院关于审理劳动争议案件适用法律问题的解释（一）》规定了这一点"
    assert excerpt(text * 2) == lead + ELLIPSIS
    text = "他说：“先把材料准备好。然后再来。”" * 6
    assert excerpt(text).count("“") == excerpt(text).count("”")
    assert excerpt("一、准备材料\n身份证明和病历。") == "准备材料。身份证明和病历。"


@pytest.mark.parametrize("opening", ["", "一、", "1、", "（一）"])
@pytest.mark.parametrize("gap", ["", "？", "?", "\n"])
def test_a_repeated_title_is_left_out(opening, gap):
    text = f"{opening}工伤认定要多久{gap}一般在六十日内作出决定。"
    assert excerpt(text, "工伤认定要多久？") == "一般在六十日内作出决定。"


@pytest.mark.parametrize("number", ["第一千零七十九条", "1234567890", "12.5%", "２０２６年"])
def test_numbers_are_never_split(number):
    for lead in range(TARGET - 15, TARGET + 5):
        cut = excerpt("很" * lead + number + "很" * 100).removesuffix(ELLIPSIS)
        assert number in cut or not set(cut) & set(number)


@given(
    st.text(max_size=400) | st.text(alphabet="《》〈〉“”（）。，一二三12甲乙丙", max_size=300),
    st.text(max_size=40),
)
def test_any_text_gives_a_short_excerpt_of_itself(text, title):
    assert len(excerpt(text, title)) <= 75 + 18 + 5


ONE_LOOK = "2026 GB/T " * 200  # is each word and each number


@pytest.mark.parametrize(
    ("text", "expected"),
    [*{"": 1, "字" * 590: 1, "字" * 610: 2, "字" * 1600: 4, "，" * 4000: 1, ONE_LOOK: 2}.items()],
)
def test_four_hundred_characters_a_minute_and_never_none(text, expected):
    assert minutes(text) == expected
