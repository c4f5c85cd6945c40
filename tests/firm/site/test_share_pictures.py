"""What is kept of drawn pictures, and for how long."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from firm.base import share_card
from firm.site import share_pictures


def test_what_was_drawn_long_ago_goes_and_the_rest_stays(monkeypatch):
    old, new = (share_card.of(title, "青石律师网", "#14596b") for title in ("旧标题", "新标题"))
    for card in (old, new):
        share_pictures.png_of(card, "square")
    long_ago = timezone.now() - share_pictures.STORED - timedelta(hours=1)
    ages = {old.file("square"): long_ago}
    monkeypatch.setattr(
        type(default_storage._wrapped), "get_modified_time",
        lambda self, name: ages.get(name) or timezone.now(),
    )  # fmt: skip
    share_pictures.forget_old()
    assert not default_storage.exists(old.file("square"))
    assert default_storage.exists(new.file("square"))


def test_where_nothing_was_drawn_there_is_nothing_to_forget(tmp_path, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    share_pictures.forget_old()
    assert list(tmp_path.iterdir()) == []
