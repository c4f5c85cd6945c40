"""Which packs were applied here: an older one is not taken for news."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from statutes.models import LawImport, LawImportLine
from statutes.packs import applying, manifest
from statutes.packs.applying import Line
from statutes.packs.archive import PackError
from statutes.packs.reading import Pack

OLDER = (
    "这个法规包（{made}制作）比已载入的（{newest}制作）更早，没有载入。"
    "确需载入旧的，请在服务器上运行 manage.py law_pack apply --older。"
)


def check_newer(pack: Pack) -> None:
    """PackError for a pack older than one that the same maker's was applied from."""
    applied = LawImport.objects.filter(
        kind=LawImport.Kind.PACK, state=LawImport.State.DONE, signer=pack.signer
    )
    newest = applied.order_by("made").last()
    if newest and newest.made and newest.made > pack.manifest.made:
        made, known = map(manifest.shown, (pack.manifest.made, newest.made))
        raise PackError(OLDER.format(made=made, newest=known))


@transaction.atomic
def note_applied(pack: Pack, lines: Iterable[Line], unchanged: int) -> LawImport:
    """Keep the report of a pack that the command has applied, beside those of the office."""
    lines = list(lines)
    now = timezone.now()
    found = LawImport.objects.create(
        kind=LawImport.Kind.PACK,
        state=LawImport.State.DONE,
        name=manifest.shown(pack.manifest.made),
        made=pack.manifest.made,
        signer=pack.signer,
        finished_at=now,
        words=f"{applying.summary(lines, unchanged)}。",
    )
    keep_lines(found, lines)
    return found


def keep_lines(law_import: LawImport, lines: Iterable[Line]) -> None:
    """Lines of a report as records."""
    LawImportLine.objects.bulk_create(
        (
            LawImportLine(
                law_import=law_import,
                became=line.became,
                subject=line.subject,
                words=line.words,
            )
            for line in lines
        ),
        batch_size=200,
    )
