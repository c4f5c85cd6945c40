"""What the sample firm lacks for a page of each kind, put into a site by its own shell.

Runs inside the site (`manage.py shell`), any number of times, and prints the addresses that it
made or found as JSON. Nothing of the sample itself is changed: other tests count on it.
"""

import json
from datetime import timedelta

from django.contrib.auth.models import Group, User
from django.contrib.redirects.models import Redirect
from django.contrib.sites.models import Site
from django.utils import timezone

from articles.models import Article, State
from articles.workflow import previews
from consult.models import Consultation
from firm.models import Batch, BatchItem, Lawyer, PracticeArea
from outbox.channels.mail import MAIL
from outbox.models import Notice
from statutes.models import Statute, StatuteArticle
from statutes.search import indexing as search
from transfer import office
from transfer.models import ArticleImport

CLAUSE = "当事人应当按照约定全面履行自己的义务，遵循诚信原则，履行通知、协助、保密等义务。"

TABLE = (
    "税率表\n| 级数 | 全年应纳税所得额 | 税率 |\n| --- | --- | --- |\n| 1 | 不超过36000元的 | 3% |"
)


def furnish():
    """Make what is missing; returns the addresses by the names that `pages` uses."""
    _redirect()
    _notice()
    gone = _withdrawn()
    _batch(gone)
    link = previews.make(article=gone, user=User.objects.first())
    short, long = _law("示例短法", 6, 2), _law("示例长法", 420, 6)
    found = {
        "gone": gone.get_absolute_url(),
        "preview": "/articles" + previews.address(link).split("/articles")[1],
        "short_law": short.get_absolute_url(),
        "long_law": long.get_absolute_url(),
        "plain_law": Statute.objects.get(short_name="民法典").get_absolute_url(),
        "open": _desk(lambda one: not one.sealed),
        "sealed": _desk(lambda one: one.sealed),
        "import": f"/admin/transfer/articleimport/{_import().pk}/",
        "colleague": f"/admin/people/{_colleague().pk}/",
    }
    return found


def _redirect():
    known = {"site": Site.objects.get_current(), "new_path": "/articles/12/"}
    Redirect.objects.get_or_create(old_path="/yajin.html", defaults=known)


def _notice():
    """A letter that could not be sent."""
    known = {"kind": "trial", "channel": MAIL.name, "recipient": "office@example.com"}
    known |= {"payload": {}, "attempts": 1, "error": "连接被拒绝"}
    later = {"due_at": timezone.now() + timedelta(days=365)}
    Notice.objects.get_or_create(dedupe_key="furnishing", defaults=known | later)


def _withdrawn():
    known = {
        "area": PracticeArea.objects.get(slug="contract"),
        "author": Lawyer.objects.get(slug="lin-zhiyuan"),
        "body": f"<p>{CLAUSE}</p>",
        "state": State.WITHDRAWN,
        "publish_at": timezone.now() - timedelta(days=400),
    }
    return Article.objects.get_or_create(title="这篇文章为什么撤下了？", defaults=known)[0]


def _batch(article):
    """Two articles changed at once, of which one was left as it is."""
    known = {"kind": "articles", "act": "set_area", "words": "改到“合同”"}
    known |= {"made_by": User.objects.first(), "ends_at": timezone.now() + timedelta(days=1)}
    batch, made = Batch.objects.get_or_create(token="furnishing", defaults=known)
    if made:
        known = {"batch": batch, "title": article.title}
        BatchItem.objects.create(**known, record=article.pk, mark=1)
        BatchItem.objects.create(**known, record="0", why="文章正在等待审核。")


def _import():
    """Files that nobody has confirmed, one good, one not; the site's worker looks at them."""
    name = "furnishing"
    if found := ArticleImport.objects.filter(name__startswith=name).first():
        return found
    files = [(f"{name}.md", "# 灯塔归谁管？\n\n看情况。".encode()), (f"{name}.doc", b"x")]
    upload = ArticleImport(user=User.objects.first())
    return office.take(upload, files)


def _colleague():
    """Somebody who was invited and has not come yet."""
    known = {"first_name": "furnished", "email": "furnished@example.com", "is_staff": True}
    user, _ = User.objects.get_or_create(username="furnished", defaults=known)
    user.set_unusable_password()
    user.save()
    user.groups.add(Group.objects.get(name="编辑"))
    return user


def _law(name, articles, sentences):
    """A law with its text in chapters and a table; a long one is shown on several pages."""
    known = {"name": name, "short_name": name, "imported_at": timezone.now(), "annex": TABLE}
    law, made = Statute.objects.get_or_create(slug=f"{name}-2020", defaults=known)
    if made:
        StatuteArticle.objects.bulk_create(
            StatuteArticle(
                statute=law,
                number=number,
                part=f"第{'一二三四五六七八九十'[(number - 1) * 3 // articles]}章 总则",
                text="\n".join([CLAUSE] * (1 + number % sentences)),
            )
            for number in range(1, articles + 1)
        )
        search.fill_missing()
    return law


def _desk(wanted):
    """The desk page of the newest consultation of a kind."""
    newest = Consultation.objects.order_by("-received_at")
    one = next(one for one in newest if wanted(one))
    return f"/admin/consult/consultation/{one.pk}/"


def main():
    """For the shell of the site."""
    print(json.dumps(furnish()))  # noqa: T201
