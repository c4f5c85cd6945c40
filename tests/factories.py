"""Records for tests: plain functions, one for each noun, no surprises."""

from datetime import date, timedelta
from importlib import import_module
from itertools import count
from unittest.mock import Mock, patch

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from articles.models import Article, State
from calculators.models import Parameter
from consult import services
from consult.base.enums import ConsentKind
from consult.models import AreaFact, CannedReply
from consult.services import intake
from firm.base import caching
from firm.models import Lawyer, Page, PageKind, PracticeArea, SiteSettings
from firm.site.records import current_notice, save_page
from statutes.models import Statute, StatuteArticle
from statutes.services import citation_sync

numbers = count(101)  # the sample firm has the first ones


def make_settings(**fields):
    """The row of site settings of an invented firm."""
    known = {
        "firm_name": "青石律师事务所",
        "licence_number": "31000000MD00000000",
        "site_name": "青石律师网",
        "city": "云澜",
        "phone": "0330-5559900",
    }
    return SiteSettings.objects.update_or_create(pk=1, defaults={**known, **fields})[0]


def make_area(**fields):
    """A practice area."""
    number = next(numbers)
    return PracticeArea.objects.create(
        **{"name": f"领域{number}", "slug": f"area-{number}", **fields}
    )


def make_lawyer(**fields):
    """A published lawyer."""
    number = next(numbers)
    known = {
        "name": f"律师甲{number}",
        "slug": f"lawyer-{number}",
        "licence_number": f"1900120151{number:07}",
    }
    return Lawyer.objects.create(**{**known, **fields})


def make_article(**fields):
    """A published article, a day old; `area` and `author` are made when not given."""
    number = next(numbers)
    known = {
        "title": f"第{number}个常见问题应该怎么办？",
        "body": "<p>先把经过写下来，再把材料按时间排好。</p>",
        "state": State.PUBLISHED,
        "publish_at": timezone.now() - timedelta(days=1),
    }
    fields.setdefault("area", None)
    fields.setdefault("author", None)
    fields["area"] = fields["area"] or make_area()
    fields["author"] = fields["author"] or make_lawyer()
    return saved(Article(**{**known, **fields}))


def make_canned(**fields):
    """A canned reply."""
    return saved(CannedReply(**{"title": f"常用{next(numbers)}", "text": "您好。", **fields}))


def make_period(**fields):
    """A limitation period that rests on an article of 民法典."""
    known = {
        "key": f"period.{next(numbers)}",
        "value": 3,
        "unit": "年",
        "about": f"事项{next(numbers)}",
        "short_name": "民法典",
        "number": 188,
    }
    return saved(Parameter(**{**known, **fields}))


def saved(text):
    """A text that cites the law, as the site stores it: with its citations."""
    citation_sync.save_text(text=text)
    return text


def make_statute(texts=(), **fields):
    """A version in force since 2021; `texts` are those of its articles, from the first on."""
    number = next(numbers)
    known = {"promulgated": date(2020, 5, 28), "effective_from": date(2021, 1, 1)}
    known["short_name"] = fields.get("short_name", f"示例法{number}")
    known["name"] = f"中华人民共和国{known['short_name']}"
    year = (fields.get("promulgated") or known["promulgated"]).year
    known["slug"] = f"{known['short_name']}-{year}"
    if texts:
        known |= {"imported_at": timezone.now(), "article_count": len(texts)}
    statute = Statute.objects.create(**{**known, **fields})
    StatuteArticle.objects.bulk_create(
        StatuteArticle(statute=statute, number=place, text=text)
        for place, text in enumerate(texts, start=1)
    )
    return statute


def make_notice():
    """The privacy notice as a published page with its first version; it names the firm."""
    if (known := current_notice()) is not None:
        return known
    fields = {"title": "隐私告知", "slug": "privacy", "kind": PageKind.PRIVACY}
    save_page(page=Page(**fields, body=notice_text("告知")))
    return current_notice()


def notice_text(words):
    """Words of a privacy notice that name the firm, which is described if it is not yet."""
    firm = SiteSettings.load().firm_name or make_settings().firm_name
    return f"<p>{words}：个人信息处理者是{firm}。</p>"


def make_consultation(**fields):
    """A consultation and its receipt code, as rows: taken in by nobody, and nobody is told.

    Who is in charge of it, what it is compared with and who hears of it: `make_submitted`.
    """
    with patch.multiple(intake, take_in=_nothing, check=Mock()), caching.request_scope():
        return make_submitted(**fields)


def _nothing(consultation):
    """In place of what follows once a consultation is stored."""


def make_submitted(**fields):
    """A consultation that went the whole way of the form, and its receipt code."""
    known = {
        "question": "公司三个月没有发工资，我应该怎么办？",
        "consents": {ConsentKind.PROCESSING: make_notice()},
        "token": f"token-{next(numbers)}",
    }
    fields.setdefault("area", None)
    fields["area"] = fields["area"] or make_area()
    return services.submit(**{**known, **fields})


def make_staff(*permissions, **fields):
    """A member of the staff with the named permissions (`app.codename`)."""
    user = get_user_model().objects.create_user(
        **{"username": f"staff{next(numbers)}", "password": "x", "is_staff": True, **fields}
    )
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    return user


def make_superuser(**fields):
    """A superuser."""
    return make_staff(is_superuser=True, **fields)


def make_figure(model=Parameter, **fields):
    """A figure of the calculators, of a year, with a source in place of an article."""
    known = {"about": "数", "unit": "元", "value": 8000, "source": "某市统计局"}
    known |= {"valid_from": date(2024, 1, 1), "valid_to": date(2025, 1, 1)}
    return model.objects.create(**{**known, **fields})


def make_groups():
    """The groups of the migration; a test that empties the tables takes them along."""
    groups = {group.name: group for group in Group.objects.all()}
    if not groups:
        kind = ContentType.objects.create(app_label="statutes", model="limitationperiod")
        for act in ("view", "add", "change"):  # as it was called when the groups were made
            name = f"{act}_limitationperiod"
            Permission.objects.create(content_type=kind, codename=name, name=name)
        import_module("consult.migrations.0002_groups").make(apps)
        import_module("consult.migrations.0004_rights_and_logins").give(apps)
        import_module("statutes.migrations.0005_periods").rename(apps, None)
        import_module("consult.migrations.0005_third_release").give(apps)
        ContentType.objects.clear_cache()
        groups = {group.name: group for group in Group.objects.all()}
    return groups


def make_member(group, **fields):
    """A member of the staff with the rights of a group."""
    user = make_staff(**fields)
    user.groups.add(make_groups()[group])
    return user


def accents(number):
    """A letter with twice so many marks, which Unicode wants in order: time grows by the square."""
    return "a" + "\u0307" * number + "\u0323" * number


def make_fact(area, name="入职时间", **fields):
    """A question of an area."""
    return AreaFact.objects.create(**{"area": area, "name": name, "order": next(numbers), **fields})
