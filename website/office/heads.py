"""标题和描述: what each page is called in search results and where a link to it is shared.

Whoever may change what a page shows may say what it is called. An article's words are seen at
once, so they are for those who may publish.
"""

from collections.abc import Callable, Iterable
from hashlib import sha256

from django import forms
from django.contrib import admin, messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.public import context as public_context
from firm.base import share_card
from firm.base.current_site import absolute_url
from firm.models import PageWords, SiteSettings
from firm.models.page import LONGEST_DESCRIPTION, LONGEST_TITLE
from firm.site import head, records
from firm.site.head import Words
from firm.site.identity import Identity
from website.office.admin_base import LineField, need, office_page
from website.templatetags.office_tags import RIGHTS

SETTING_RIGHT = "firm.change_sitesettings"
# Of no record: its key, what the office calls it, the view, what it says by itself.
FIXED: list[tuple[str, str, str, Callable[[Identity], Words]]] = [
    ("home", "首页", "home", head.home),
    ("areas", "业务领域（列表）", "areas", head.areas),
    ("lawyers", "律师（列表）", "firm:lawyers", head.lawyers),
    ("articles", "法律问答（列表）", "articles:list", public_context.words_of_all),
    ("contact", "联系我们", "firm:contact", head.contact),
]
GOOD_TITLE, GOOD_DESCRIPTION = 30, 80  # characters that Baidu shows, about
CHANGED = "刚才有同事改过，现在是：{}。如仍要用您填写的内容，请再点一次保存。"
SAVED = "已保存，访客现在看到的就是这样。搜索引擎下次抓取后才会更新。"
OWN_AGAIN = "已恢复为自动生成的标题和描述。"


class Called:
    """One public page: `words` are those it has by itself, `chosen` those in their place.

    `title` and `description` are as a visitor sees them, without the name of the site.
    """

    def __init__(self, key: str, name: str, path: str, words: Words, right: str, record: Model):
        self.key, self.name, self.path, self.words = key, name, path, words
        self.right, self.record = right, record
        self.chosen = chosen = head.of(key)
        self.title = chosen.title or words.title
        self.description = chosen.description or words.description
        self.is_chosen = bool(chosen.pk)

    @property
    def address(self) -> str:
        return absolute_url(self.path)

    @property
    def edit(self) -> str:
        kind, _, pk = self.key.partition(":")
        return reverse(f"admin:{'heads_of' if pk else 'head'}", args=[kind, pk] if pk else [kind])


def fixed() -> list[Called]:
    site, settings = Identity(), SiteSettings.fresh()
    return [
        Called(key, name, reverse(view), words(site), SETTING_RIGHT, settings)
        for key, name, view, words in FIXED
    ]


def _articles() -> Iterable[Model]:
    chosen = PageWords.objects.filter(page__startswith="article:")
    return Article.objects.published().filter(pk__in=[one.page.partition(":")[2] for one in chosen])


# Of records that visitors see: what the office calls them, what their page says by itself, which.
RECORDS: dict[str, tuple[str, Callable[..., Words], Callable[[], Iterable[Model]]]] = {
    "area": ("业务领域", head.area, records.areas),
    "lawyer": ("律师", head.lawyer, records.lawyers),
    "page": ("固定页面", head.page, records.pages),
    "article": ("文章", public_context.words_of_article, _articles),
}


def _of(kind, record, site):
    words = RECORDS[kind][1](record, site)
    address = record.get_absolute_url()
    return Called(head.key(kind, record), str(record), address, words, RIGHTS[kind], record)


def find(kind: str, pk: int | None = None) -> Called | None:
    """The page of this key, if visitors can see it; a draft has no words in search results."""
    if pk is None:
        return next((one for one in fixed() if one.key == kind), None)
    if kind == "article":
        known = Article.objects.published().select_related("author", "area").filter(pk=pk)
    else:
        known = RECORDS[kind][2]() if kind in RECORDS else ()
    return next((_of(kind, one, Identity()) for one in known if one.pk == pk), None)


class WordsForm(forms.Form):
    """Title and description; what is left empty is as the page has it by itself."""

    title = LineField(
        label="标题",
        required=False,
        max_length=LONGEST_TITLE,
        help_text=f"搜索结果只显示前{GOOD_TITLE}字左右，网站名称自动接在后面。",
        widget=forms.TextInput(attrs={"data-preview": "title"}),
    )
    description = LineField(
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

    def clean(self):
        data = super().clean() or self.cleaned_data
        chosen = self.page.chosen
        same = (data.get("title"), data.get("description")) == (chosen.title, chosen.description)
        if self.data.get("seen") != self.stored and not same:  # a double click stores it twice
            current = "；".join(filter(None, [chosen.title, chosen.description])) or "没有另外填写"
            self.add_error(None, CHANGED.format(current))
        return data


def urls(site) -> list:
    return [
        path("heads/", site.admin_view(overview), name="heads"),
        path("heads/<slug:kind>/", site.admin_view(edit), name="head"),
        path("heads/<slug:kind>/<int:pk>/", site.admin_view(edit), name="heads_of"),
    ]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All pages whose words this person may choose, as they are called now."""
    need(request.user, SETTING_RIGHT, *RIGHTS.values())
    site = Identity()
    found = {"首页和列表": fixed()}
    for kind, (title, _, every) in RECORDS.items():
        found[title] = [_of(kind, one, site) for one in every()]
    groups = []
    for title, pages in found.items():
        if rows := [one for one in pages if request.user.has_perm(one.right)]:
            groups.append((title, rows, sum(one.is_chosen for one in rows)))
    return office_page(request, "heads/list", {"groups": groups, "title": "标题和描述"})


def edit(request: HttpRequest, kind: str, pk: int | None = None) -> HttpResponse:
    """The words of one page, with how they look where people search and share."""
    page = find(kind, pk)
    if page is None:
        raise Http404("页面不存在")
    need(request.user, page.right)
    form = WordsForm(page, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        title, description = form.cleaned_data["title"], form.cleaned_data["description"]
        head.choose(page=page.key, title=title, description=description)
        said = f"{page.name}在搜索结果里的标题和描述：{title or '自动'}｜{description or '自动'}"
        admin.site.get_model_admin(type(page.record)).log_change(request, page.record, said)
        messages.success(request, SAVED if title or description else OWN_AGAIN)
        return redirect(page.edit)
    site = Identity()
    card = head.card_of(site, page.title or site.site_title)
    picture = card.address(share_card.SQUARE)
    context = {"form": form, "page": page, "picture": picture, "title": page.name}
    return office_page(request, "heads/edit", context, 422 if form.errors else 200)
