"""标题和描述: what each page is called in search results and where a link to it is shared."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.public import default_words as words_of_articles
from firm.base import share_card
from firm.base.current_site import absolute_url
from firm.models import PageWords, SiteSettings
from firm.models.page import LONGEST_DESCRIPTION, LONGEST_TITLE
from firm.site import head, records
from firm.site.head import Words
from firm.site.identity import Identity
from richtext.core.sanitise import storable
from website.templatetags.office_tags import RIGHTS

# The public pages that have a title to choose: where they are, what they are called by themselves.
#
# Whoever may change what a page shows may say what it is called. An article's words are seen at
# once, so they are for those who may publish.

SETTING_RIGHT = "firm.change_sitesettings"
# Of no record: its key, what the office calls it, the view, what it says by itself.
FIXED: list[tuple[str, str, str, Callable[[Identity], Words]]] = [
    ("home", "首页", "home", head.home),
    ("areas", "业务领域（列表）", "areas", head.areas),
    ("lawyers", "律师（列表）", "firm:lawyers", head.lawyers),
    ("articles", "法律问答（列表）", "articles:list", words_of_articles.all_articles),
    ("contact", "联系我们", "firm:contact", head.contact),
]
OF_RECORDS: dict[str, Callable[..., Words]] = {
    "area": head.area,
    "lawyer": head.lawyer,
    "page": head.page,
    "article": words_of_articles.article,
}


@dataclass(frozen=True)
class Called:
    """One public page: `words` are those it has by itself, `chosen` those in their place."""

    key: str
    name: str
    path: str
    words: Words
    chosen: PageWords
    right: str
    record: Model

    @property
    def site(self):
        """Who speaks; the name of the site stands behind each title."""
        return Identity()

    @property
    def title(self) -> str:
        """As a visitor sees it, without the name of the site; empty where that is all."""
        return self.chosen.title or self.words.title

    @property
    def description(self) -> str:
        """The same of the text below it."""
        return self.chosen.description or self.words.description

    @property
    def is_chosen(self) -> bool:
        """Whether somebody has chosen one of the two."""
        return bool(self.chosen.pk)

    @property
    def address(self) -> str:
        """Its full address."""
        return absolute_url(self.path)

    @property
    def edit(self) -> str:
        """The page of the office on which its words are chosen."""
        kind, _, pk = self.key.partition(":")
        return (
            reverse("admin:heads_of", args=[kind, pk]) if pk else reverse("admin:head", args=[kind])
        )


def fixed() -> list[Called]:
    """The home page and the lists."""
    site, settings = Identity(), SiteSettings.fresh()
    return [
        Called(key, name, reverse(view), words(site), head.of(key), SETTING_RIGHT, settings)
        for key, name, view, words in FIXED
    ]


def of_records(kind: str) -> list[Called]:
    """Those of the published records of a kind; of articles those for which words were chosen."""
    site = Identity()
    return [_of(kind, one, site) for one in _records(kind)]


def _of(kind, record, site):
    key = head.key(kind, record)
    words = OF_RECORDS[kind](record, site)
    path, right = record.get_absolute_url(), RIGHTS[kind]
    return Called(key, str(record), path, words, head.of(key), right, record)


def _records(kind) -> Iterator[Model]:
    if kind == "article":
        chosen = PageWords.objects.filter(page__startswith="article:")
        keys = [one.page.partition(":")[2] for one in chosen]
        yield from Article.objects.published().filter(pk__in=keys)
    else:
        yield from {"area": records.areas, "lawyer": records.lawyers, "page": records.pages}[kind]()


def find(kind: str, pk: int | None = None) -> Called | None:
    """The page of this key, if visitors can see it; a draft has no words in search results."""
    if pk is None:
        return next((one for one in fixed() if one.key == kind), None)
    if kind == "article":
        found = Article.objects.published().select_related("author", "area").filter(pk=pk)
        return next((_of(kind, one, Identity()) for one in found), None)
    known = _records(kind) if kind in OF_RECORDS else ()
    return next((_of(kind, one, Identity()) for one in known if one.pk == pk), None)


def picture(one: Called) -> str:
    """The path of the square picture of a link to it, as it is shown by now."""
    site = Identity()
    card = share_card.of(one.title or site.site_title, site.site_title, site.settings.accent)
    return card.address(share_card.SQUARE)


# What is typed about one page.

CHANGED = "刚才有同事改过，现在是：{}。仍要用您填写的，请再点一次保存。"
NOTHING = "没有另外填写"
GOOD_TITLE, GOOD_DESCRIPTION = 30, 80  # characters that Baidu shows, about


class WordsForm(forms.Form):
    """Title and description; what is left empty is as the page has it by itself."""

    title = forms.CharField(
        label="标题",
        required=False,
        max_length=LONGEST_TITLE,
        help_text=f"搜索结果只显示前{GOOD_TITLE}字左右，网站名称自动接在后面。",
        widget=forms.TextInput(attrs={"data-preview": "title"}),
    )
    description = forms.CharField(
        label="描述",
        required=False,
        max_length=LONGEST_DESCRIPTION,
        help_text=f"搜索结果只显示前{GOOD_DESCRIPTION}字左右。说明这一页讲什么、由谁办理。",
        widget=forms.Textarea(attrs={"rows": 3, "data-preview": "description"}),
    )

    def __init__(self, page: Called, data=None):
        self.page = page
        chosen = {"title": page.chosen.title, "description": page.chosen.description}
        super().__init__(data, initial=chosen)
        for name, own in page.words._asdict().items():
            self.fields[name].widget.attrs.update({"placeholder": own, "data-own": own})

    @property
    def stored(self):
        """A fingerprint of what is chosen by now: whoever saves has seen it."""
        chosen = self.page.chosen
        return sha256(f"{chosen.title}\n{chosen.description}".encode()).hexdigest()[:16]

    def clean_title(self):
        """One line, as it stands in the head of a page."""
        return " ".join(storable(self.cleaned_data["title"]).split())

    def clean_description(self):
        """The same."""
        return " ".join(storable(self.cleaned_data["description"]).split())

    def clean(self):
        data = super().clean() or self.cleaned_data
        chosen = self.page.chosen
        same = (data.get("title"), data.get("description")) == (chosen.title, chosen.description)
        if self.data.get("seen") != self.stored and not same:  # a double click stores it twice
            told = "；".join(filter(None, [chosen.title, chosen.description])) or NOTHING
            self.add_error(None, CHANGED.format(told))
        return data


# The pages on which titles and descriptions are looked over and chosen.

TITLE = "标题和描述"
GROUPS = [("area", "业务领域"), ("lawyer", "律师"), ("page", "固定页面"), ("article", "文章")]
SAVED = "已保存，访客现在看到的就是这样。搜索引擎下次抓取后才会更新。"
OWN_AGAIN = "已恢复为自动生成的标题和描述。"
BY_ITSELF = "自动"


def urls(site) -> list:
    """Their addresses in the admin, for those who may enter it."""
    return [
        path("heads/", site.admin_view(overview), name="heads"),
        path("heads/<slug:kind>/", site.admin_view(edit), name="head"),
        path("heads/<slug:kind>/<int:pk>/", site.admin_view(edit), name="heads_of"),
    ]


@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All pages whose words this person may choose, as they are called now."""
    groups = [("首页和列表", fixed())]
    groups += [(title, of_records(kind)) for kind, title in GROUPS]
    if not any(map(request.user.has_perm, [SETTING_RIGHT, *RIGHTS.values()])):
        raise PermissionDenied
    allowed = [_for_user(request.user, *group) for group in groups]
    return _show(request, "list", {"groups": [one for one in allowed if one[1]], "title": TITLE})


def _for_user(user, title, rows):
    """A group with the rows whose words somebody may choose, and how many were chosen."""
    rows = [one for one in rows if user.has_perm(one.right)]
    return title, rows, sum(one.is_chosen for one in rows)


@never_cache
def edit(request: HttpRequest, kind: str, pk: int | None = None) -> HttpResponse:
    """The words of one page, with how they look where people search and share."""
    page = find(kind, pk)
    if page is None:
        raise Http404("页面不存在")
    if not request.user.has_perm(page.right):
        raise PermissionDenied
    form = WordsForm(page, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _save(request, page, form.cleaned_data)
    context = {"form": form, "page": page, "picture": picture(page), "title": page.name}
    return _show(request, "edit", context, 422 if form.errors else 200)


def _save(request, page, typed):
    title, description = typed["title"], typed["description"]
    head.choose(page=page.key, title=title, description=description)
    said = f"{page.name}在搜索结果里的标题和描述：{title or BY_ITSELF}｜{description or BY_ITSELF}"
    admin.site.get_model_admin(type(page.record)).log_change(request, page.record, said)
    messages.success(request, SAVED if title or description else OWN_AGAIN)
    return redirect(page.edit)


def _show(request, name, context, status=200):
    frame = admin.site.each_context(request)
    return render(request, f"admin/heads/{name}.html", {**frame, **context}, status=status)
