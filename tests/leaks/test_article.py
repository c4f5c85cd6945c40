"""Nothing of an original comes along with the article that is made of its answer."""

import logging

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Revision
from articles.workflow import previews, publishing
from consult import services
from consult.base.enums import ConsentKind
from consult.models import Message, Publication
from outbox import services as outbox
from outbox.models import Notice
from tests.consult.posting import enter
from tests.factories import make_lawyer, make_notice, make_settings, make_submitted, make_superuser
from tests.leaks.flow import logged
from tests.leaks.test_places import columns
from tests.leaks.words import PERSON, WORDS, leaks

pytestmark = pytest.mark.django_db
PUBLIC = {"title": "公司一直不发工资，可以怎么办？", "question": "公司长期不发工资，怎么办？",
          "answer": "可以申请劳动仲裁。"}  # fmt: skip
SEEN = ["/", "/articles/", "/articles/feed/", "/sitemap-articles-1.xml", "/search/?q=工资"]
CLIENT_PAGE = reverse("consult:article")


class Story:
    """A lawyer and a client bring an answer to the public, with slips on the way."""

    def __init__(self):
        make_settings(notify_email="office@example.com")
        self.office, self.client, self.told = Client(), Client(), []
        self.lin = make_superuser(username="lin")
        make_lawyer(user=self.lin, name="林致远")
        self.office.force_login(self.lin)
        notice = make_notice()
        consents = dict.fromkeys((ConsentKind.PROCESSING, ConsentKind.PUBLICATION), notice)
        self.case, self.code = make_submitted(**PERSON, consents=consents)
        services.reply(consultation=self.case, user=self.lin, text=WORDS["reply"], token="t")
        Message.objects.update(visible_at=timezone.now(), sent_at=timezone.now())
        self.page = reverse("admin:consult_consultation_article", args=[self.case.pk])

    def note(self, response):
        """Keep what an answer says beside its page."""
        self.told.append(f"{response.request['PATH_INFO']}?{response.request['QUERY_STRING']}")
        self.told.append(f"{dict(response.items())} {response.cookies}")
        return response

    def press(self, action, **fields):
        return self.note(self.office.post(self.page, {"action": action, **fields}))

    def posted(self, **changed):
        """The form of the page as a browser would send it."""
        form = self.note(self.office.get(self.page)).context["form"]
        values = {one.html_name: one.value() for one in form if one.value() not in (None, False)}
        return {**values, **changed}

    def judge(self, verdict, **fields):
        asked = self.note(self.client.get(CLIENT_PAGE)).context["form"]["asked"].value()
        self.note(self.client.post(CLIENT_PAGE, {"asked": asked, "verdict": verdict, **fields}))

    def run(self):
        self.press("start")
        self.press("save", **self.posted(answer=WORDS["unsent"], title=WORDS["draft"]))
        self.note(Client().post(self.page, {"action": "save", "question": WORDS["unsent"]}))
        self.press("save", **self.posted(**PUBLIC, version="0"))  # an old window
        self.press("ask", **self.posted(**PUBLIC))
        assert Publication.objects.get().state == "asked"
        self.note(enter(self.client, self.code))
        self.judge("changes", text=WORDS["client"])
        self.press("save", **self.posted(**{**PUBLIC, "answer": "可以申请仲裁，不用先辞职。"}))
        self.press("ask", **self.posted())
        self.judge("agreed")
        self.press("make")
        article = Article.objects.get()
        previews.make(article=article, user=self.lin)
        publishing.publish(article=article, user=self.lin)
        Notice.objects.update(due_at=timezone.now())
        outbox.deliver_due()
        return article


def test_nothing_of_the_original_goes_along(caplog, mailoutbox):
    with caplog.at_level(logging.DEBUG):
        story = Story()
        article = story.run()
    assert Publication.objects.get().wish == ""
    assert not leaks("\n".join(story.told))
    assert not leaks(logged(caplog))
    assert not leaks("".join(f"{one.subject}{one.body}" for one in mailoutbox))
    assert not [table for table, text in columns() if leaks(text)]
    assert not leaks(str(getattr(cache, "_cache", "")))
    rows = f"{list(Article.objects.values())}{list(Revision.objects.values())}"
    for pointer in (str(story.case.pk), story.case.pk.hex, story.case.reference, story.code):
        assert pointer not in rows
    assert Revision.objects.filter(article=article, note="").count() == 2
    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert {"consult_article", "consult_judged"} <= kinds
    assert PUBLIC["title"] not in "".join(one.body for one in mailoutbox)
    what_visitors_and_editors_see_leads_nowhere(story, article)


def what_visitors_and_editors_see_leads_nowhere(story, article):
    office = f"/admin/articles/article/{article.pk}"
    pages = [Client().get(one) for one in [*SEEN, article.get_absolute_url()]]
    pages += [story.office.get(f"{office}/{one}/") for one in ("change", "history", "checks")]
    for page in pages:
        told = page.text if not page.streaming else b"".join(page).decode()
        assert not leaks(told), page.request["PATH_INFO"]
        for pointer in (str(story.case.pk), story.case.reference):
            assert pointer not in told
    assert PUBLIC["title"] in pages[-3].text
