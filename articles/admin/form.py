"""The form in which an article is written."""

from django import forms

from articles.admin.tag_names import TagNamesField
from articles.models import Article
from articles.revisions import snapshot
from articles.workflow import publishing


class ArticleForm(forms.ModelForm):
    """An article with its tags, a note for the history, and the version it was opened with.

    `request` is set by the admin. When an act was refused, `request.refused` says why, and the
    form comes back with that and all that was typed.
    """

    request = None

    tag_names = TagNamesField()
    note = forms.CharField(
        label="修改说明",
        max_length=200,
        required=False,
        help_text="这次改了什么、为什么改，写进历史记录，访客看不到。",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    anyway = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = ()  # the admin names them

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self._newest())
        self.initial.setdefault("tag_names", self.edited_tags)
        if "expires_at" in self.fields:
            self.fields["expires_at"].help_text = "到这个时间自动撤下（北京时间）；留空则一直显示。"

    def _newest(self):
        return publishing.newest_number(self.instance) if self.instance.pk else 0

    @property
    def edited_tags(self):
        """The names of the tags of the version that is edited."""
        known = getattr(self.instance, "edited_tags", None)
        return snapshot.stored_tags(self.instance) if known is None else known

    @property
    def since(self):
        """The newest version that the editor has seen, or was told of and wants to write over."""
        known = (self.cleaned_data.get("version"), self.cleaned_data.get("anyway"))
        return max(number or 0 for number in known)

    def clean(self):
        refused = getattr(self.request, "refused", None)
        if refused:
            self.add_error(None, str(refused))
        return super().clean()
