"""开始建自己的网站: from the sample to an empty site of one's own; the account goes along."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.core import serializers
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnAttestation, WebAuthnCredential, WebAuthnUserHandle

from website.base import parent_watch
from website.config import places, sample
from website.office.opening.views import HOME, need, page

RIGHT = "firm.manage_people"
TITLE = "开始建自己的网站"
FAILED = "没有建成，示例网站没有改动。请检查磁盘空间和数据目录的权限，原因见网站的输出。"
MODULE = "website.operations.serving.own_database"
WITHIN = 300  # seconds; some three, unless all migrations have to be run
OPENS_AFTER = 10  # seconds until the browser asks for the new site


@never_cache
def own_site(request: HttpRequest) -> HttpResponse:
    """Say what happens; a POST of the button makes the site."""
    need(request.user, RIGHT)
    if not settings.SAMPLE_SITE:
        return redirect(HOME)
    own = settings.DATA_DIR / sample.DATABASE
    context = {"title": TITLE, "start": f"SAMPLE=only {places.START}"}
    if not own.exists():
        if request.method != "POST":
            return page(request, "own_site", context)
        if not _make(_account(request)) and not own.exists():  # another press was the first
            messages.error(request, FAILED)
            return page(request, "own_site", context, status=500)
    # `serve` goes over by itself; where the processes are an operator's, they are started again.
    is_switched = parent_watch.VARIABLE in os.environ and sample.ends_with_own_site()
    response = page(request, "own_site_made", {**context, "is_switched": is_switched})
    if is_switched:
        response["Refresh"] = f"{OPENS_AFTER}; url={reverse(HOME)}"
    return response


def _account(request) -> str:
    """All that belongs to the account: how it logs in, and the login of this moment."""
    user = request.user
    rows = [
        user,
        *TOTPDevice.objects.filter(user=user),
        *StaticDevice.objects.filter(user=user),
        *StaticToken.objects.filter(device__user=user),
        *WebAuthnUserHandle.objects.filter(user=user),
        *WebAuthnCredential.objects.filter(user=user),
        *WebAuthnAttestation.objects.filter(credential__user=user),
        *Session.objects.filter(pk=request.session.session_key),
    ]
    return serializers.serialize("json", rows, use_natural_foreign_keys=True)


def _make(account: str) -> bool:
    """In a process of its own, whose settings lead to the draft; whether that was well."""
    with tempfile.TemporaryDirectory(prefix="own-", dir=settings.SITE_DIR) as folder:
        draft, empty = Path(folder) / sample.DATABASE, settings.SITE_DIR / sample.EMPTY
        if empty.exists():  # spares it the migrations
            shutil.copyfile(empty, draft)
        env = {**os.environ, "SAMPLE": "0", "DATABASE_URL": f"sqlite:///{quote(str(draft))}"}
        try:
            done = subprocess.run(  # noqa: S603  (no shell, fixed arguments)
                [sys.executable, "-m", MODULE],
                input=account, text=True, cwd=settings.BASE_DIR, env=env, timeout=WITHIN,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return False
    return done.returncode == 0
