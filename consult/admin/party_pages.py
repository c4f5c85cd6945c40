"""Pages beside the register of known parties: search by name, import of a list.

What is looked for is posted and answered at once, in no address; a list is looked at first and
stored when that is confirmed.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from consult.base.exceptions import MissingKeyError
from consult.conflicts import parties, party_csv
from consult.crypto.fields import DecryptionError, encrypt
from consult.forms.conflicts import ConfirmForm, ListForm, PartySearchForm
from statutes.data.csv_files import CsvError

LOCKED = "（暂时无法解密）"
MOST_FOUND = 50
MOST_NAMED = 20  # lines of a list that are named with their reason
NOT_READY = "咨询密钥有误或缺失，无法加密保存，没有写入任何内容。请联系运维人员核对CONSULT_KEYS。"


def find(request, admin):
    """The form; posted, with the parties that bear the name."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    form = PartySearchForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "title": "查找当事人"}
    if form.is_bound and form.is_valid():
        found = parties.with_name(form.cleaned_data["name"])[:MOST_FOUND]
        context |= {"searched": True, "found": [(one, party_name(one)) for one in found]}
    status = 422 if form.errors else 200
    return _page(request, admin, "search", context, status)


def _page(request, admin, name, context, status=200):
    context = {**admin.admin_site.each_context(request), "opts": admin.opts, **context}
    template = f"admin/consult/knownparty/{name}.html"
    return uncached(render(request, template, context, status=status))


def bring_in(request, admin):
    """The form; with a file the preview; with the preview confirmed, the import."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return _ask(request, admin, ListForm())
    return _import(request, admin) if "sealed" in request.POST else _preview(request, admin)


def _ask(request, admin, form, status=200):
    return _page(request, admin, "import", {"form": form, "title": "导入当事人"}, status)


def _preview(request, admin):
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, admin, form, 422)
    try:
        text = party_csv.text_of(form.cleaned_data["file"].read(party_csv.LARGEST + 1))
        reading = party_csv.parse(text)
        sealed = encrypt(text, _bound_to(request))
    except (CsvError, MissingKeyError) as error:
        form.add_error("file", NOT_READY if isinstance(error, MissingKeyError) else str(error))
        return _ask(request, admin, form, 422)
    confirm = ConfirmForm(initial={"sealed": sealed}, bound_to=_bound_to(request))
    shown, rest = reading.bad[:MOST_NAMED], max(0, len(reading.bad) - MOST_NAMED)
    context = {"reading": reading, "bad": shown, "rest": rest, "confirm": confirm}
    return _page(request, admin, "preview", {**context, "title": "导入当事人：核对"})


def _import(request, admin):
    form = ConfirmForm(request.POST, bound_to=_bound_to(request))
    if not form.is_valid():
        fresh = ListForm()
        messages.error(request, str(form.errors["sealed"][0]))
        return _ask(request, admin, fresh, 422)
    reading = party_csv.parse(form.cleaned_data["sealed"])
    try:
        sealed = parties.register_all(parties=reading.new)
    except MissingKeyError:
        messages.error(request, NOT_READY)
        return _ask(request, admin, ListForm(), 503)
    messages.success(request, f"已导入{len(reading.new)}位当事人。")
    if sealed:
        messages.warning(request, parties.SEALED.format(sealed))
    return redirect("admin:consult_knownparty_changelist")


def _bound_to(request):
    """A sealed list opens for the person who uploaded it and nowhere else."""
    return f"consult.knownparty.import:{request.user.pk}"


def uncached(response):
    """Marks a response so that no cache keeps it."""
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "same-origin"
    return response


def party_name(party) -> str:
    """The name of a party, or that it does not open."""
    try:
        return party.name
    except DecryptionError:
        return LOCKED
