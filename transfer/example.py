"""One page of an old site as an example: on it somebody marks title, text, day and category.

The page and some of the others are read in the sandbox, by what is marked, before anything is.
"""

import re
from contextlib import ExitStack
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from richtext.base import sandbox
from richtext.base.decoding import size_of
from richtext.base.front_matter import UnreadableFileError
from statutes.admin.base import page
from statutes.importing import unpacking
from transfer import office
from transfer.importing import files, marks
from transfer.importing.record import SourceFile
from transfer.models import ArticleImport

TITLE = "指出标题和正文"
OTHERS = 3  # pages that are shown beside the example
NOT_NEEDED = "不是网页，没有读取"
STOPPED = "作例子的网页没有读完，可以改用另一页。"
MARKED = "已按这一页重新核对。"
SAMPLES = "transfer.importing.pages:samples"


def example(request, admin, pk):
    """The parts of a page to be marked, and what others come to by it; POST: looked at, or kept."""
    found = get_object_or_404(ArticleImport, pk=pk)
    if not office.may_see(request.user, found):
        raise PermissionDenied
    there = redirect("admin:transfer_articleimport_one", pk)
    if found.state != found.State.READY:
        return there
    chosen = {
        part: int(value)
        for part in marks.PARTS
        if re.fullmatch("-1|[0-9]", value := request.POST.get(part, ""))
    }
    wanted = request.POST.get("page") or request.GET.get("page") or found.marks.get("page", "")
    sent = [
        (file.name, bytes(file.content))
        for file in found.files.all()
        if file.name.lower().endswith(".zip") or not _unread(file.name)
    ]
    with ExitStack() as stack:
        try:
            folder, _ = stack.enter_context(unpacking.laid_out(sent, _unread))
            at_hand, _ = files.find_files([folder])
        except UnreadableFileError as error:
            messages.warning(request, error.words)
            return there
        some = _some(at_hand, wanted)
        items = [(str(one.path), str(one.root), one.name) for one in some]
        try:
            answers = sandbox.run(SAMPLES, {"items": items, "chosen": chosen})
            told = [one for one in answers if one is not None]
        except sandbox.StoppedError:
            others = [{"place": one.name, "fault": STOPPED} for one in some]
            told = [{"parts": {}, "mark": {}}, *others]
    mark = told[0]["mark"]
    if "keep" in request.POST and set(marks.NEEDED) <= mark.keys():
        if office.look_again(found, marks={"page": some[0].name, "mark": mark}):
            messages.info(request, MARKED)
        return there
    parts = [
        (part, label, part in marks.NEEDED, *told[0]["parts"].get(part, ([], -1)))
        for part, label in marks.PARTS.items()
    ]
    context = {
        "title": TITLE, "found": found, "page": some[0].name, "parts": parts, "results": told[1:],
        "back": reverse("admin:transfer_articleimport_one", args=[pk]), "number": len(at_hand) - 1,
    }  # fmt: skip
    return page(request, admin, "transfer/example", context)


def _unread(name):
    return "" if files.SERVED.search(name) else NOT_NEEDED


def _some(found, wanted):
    """The page that is wanted, or one of middle size where most are; and some others of them."""
    by_folder: dict[Path, list[SourceFile]] = {}
    for one in found:
        by_folder.setdefault(one.path.parent, []).append(one)
    most = max(by_folder.values(), key=len)
    rows = sorted(most if len(most) > OTHERS else found, key=lambda one: size_of(one.path))
    first = next((one for one in found if one.name == wanted), rows[len(rows) // 2])
    others = [one for one in rows if one is not first]
    step = max(len(others) // OTHERS, 1)
    return [first, *others[step // 2 :: step][:OTHERS]]
