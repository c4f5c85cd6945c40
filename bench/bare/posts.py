"""A form as the tutorial writes it: its fields are checked, one row is stored, nothing else."""

from django import forms
from django.db import models
from django.http import HttpResponse, HttpResponseRedirect


class Question(models.Model):
    """What was posted; `bench.posts` makes the table."""

    area = models.IntegerField()
    question = models.TextField()
    city = models.CharField(max_length=20, blank=True)
    opponent = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=30, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(max_length=120, blank=True)
    consent = models.BooleanField()
    sensitive_consent = models.BooleanField(default=False)
    minor_consent = models.BooleanField(default=False)
    publication_consent = models.BooleanField(default=False)
    token = models.TextField(blank=True)
    notice = models.TextField(blank=True)

    class Meta:
        app_label = "bench"

    def __str__(self):
        return f"{self.pk}"


class QuestionForm(forms.Form):
    """The fields of a question."""

    area = forms.IntegerField()
    question = forms.CharField(min_length=10, max_length=5000)
    city = forms.CharField(max_length=20, required=False)
    opponent = forms.CharField(max_length=60, required=False)
    name = forms.CharField(max_length=30, required=False)
    phone = forms.CharField(max_length=30, required=False)
    email = forms.EmailField(max_length=120, required=False)
    consent = forms.BooleanField()
    sensitive_consent = forms.BooleanField(required=False)
    minor_consent = forms.BooleanField(required=False)
    publication_consent = forms.BooleanField(required=False)
    token = forms.CharField(required=False)
    notice = forms.CharField(required=False)


def ask(request):
    """Store a question and lead on."""
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=422)
    Question.objects.create(**form.cleaned_data)
    return HttpResponseRedirect("/bare/fixed/")
