"""The pages of the review, as a person uses them."""

from django.urls import reverse

PAGE = reverse("admin:law_review")
HISTORY = reverse("admin:law_review_history")
BODY = "<p>依据《合同法》第五十二条，合同无效；再说一次《合同法》第五十二条。</p>"


def keys(text):
    """The values by which the form names the open warnings of a text."""
    name = f"{text._meta.label_lower}:{text.pk}"
    return [f"{name}|{one}" for one in {row.fingerprint for row in text.citations.open()}]


def confirm(client, *texts, address=PAGE, **typed):
    chosen = [key for text in texts for key in keys(text)]
    known = {"chosen": chosen, "note": ""}
    return client.post(address, {**known, **typed})


def titles(client, query=""):
    return [str(entry.text) for entry in client.get(PAGE + query).context["entries"]]
