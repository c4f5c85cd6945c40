"""Acts on a stored article that are asked once more, on a page of their own."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path

from articles.admin.editing import acts_of
from articles.models import Article
from articles.workflow import publishing, status_text, transitions

PAGE = "admin/articles/article/confirm.html"


class NoteForm(forms.Form):
    """A word for the history, and for who wrote the article."""

    note = forms.CharField(
        label="修改说明",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class ReasonForm(NoteForm):
    """What is to be changed; without it nobody knows what to do."""

    note = forms.CharField(
        label="要改什么",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        error_messages={"required": "请写明要改什么，写稿的同事才知道怎么改。"},
    )


def _drop(*, article, user, note):
    return publishing.drop_pending(article=article, user=user)


# act: service, form, title, button, what was done
DEEDS = {
    transitions.WITHDRAW: (publishing.withdraw, NoteForm, "撤下文章", "撤下", "已撤下。"),
    transitions.RETURN: (publishing.send_back, ReasonForm, "退回修改", "退回", "已退回修改。"),
    transitions.DROP: (_drop, None, "放弃未发布的修改", "放弃这次修改", "未发布的修改已经放弃。"),
}
WARNINGS = {
    transitions.WITHDRAW: f"撤下后，文章从网站的所有地方消失，{status_text.GONE}"
    "还没有失效的外部预览链接同时作废。以后可以重新发布。",
    transitions.RETURN: "退回后不再等待审核，写稿的同事改好可以重新送审。访客看到的内容不变。",
    transitions.DROP: "放弃后，编辑页面回到访客正在看的版本。"
    "放弃的内容仍在历史记录里，需要时可以恢复。",
}


class ConfirmAdminMixin:
    """The pages 撤下, 退回修改 and 放弃未发布的修改 of one article."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.confirm_view)
        own = [path("<int:pk>/act/<slug:act>/", view, name="articles_article_act")]
        return [*own, *super().get_urls()]

    def confirm_view(self, request, pk, act):
        """Asks on GET, acts on POST."""
        if act not in DEEDS:
            raise Http404("没有这个操作")
        article = self.article_or_404(pk)
        if not self._may(request, article, act):
            raise PermissionDenied
        _, kind, *_ = DEEDS[act]
        form = kind and kind(request.POST if request.method == "POST" else None)
        if request.method != "POST" or (form and not form.is_valid()):
            return self._ask(request, article, act, form)
        return self._act(request, article, act, form.cleaned_data["note"] if form else "")

    def article_or_404(self, pk):
        """A stored article, as it is stored."""
        rows = Article.objects.select_related("live", "pending", "area", "author")
        article = rows.filter(pk=pk).first()
        if article is None:
            raise Http404("没有这篇文章")
        return article

    def _ask(self, request, article, act, form):
        _, _, title, button, _ = DEEDS[act]
        context = {
            **self.admin_site.each_context(request),
            **{"opts": self.opts, "article": article, "form": form, "title": title},
            "button": button,
            "warning": WARNINGS[act],
            "allowed": act in acts_of(article, request.user),
            "visible": status_text.sentence(article),
        }
        return render(request, PAGE, context, status=422 if form and form.errors else 200)

    def _act(self, request, article, act, note):
        service, _, _, _, done = DEEDS[act]
        try:
            kept = service(article=article, user=request.user, note=note)
        except publishing.PublishingError as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            words = (
                f"{kept.get_act_display()}第{kept.number}版。" if act != transitions.DROP else done
            )
            self.log_change(request, article, f"{words}{f'修改说明：{note}' if note else ''}")
            now = status_text.sentence(self.article_or_404(article.pk))
            self.message_user(request, f"{done}{now}", messages.SUCCESS)
        return redirect("admin:articles_article_change", article.pk)

    def _may(self, request, article, act):
        """Whether a person has the right; whether it is possible now, the service says."""
        if act == transitions.DROP:
            return self.has_change_permission(request, article)
        return self.has_publish_permission(request)
