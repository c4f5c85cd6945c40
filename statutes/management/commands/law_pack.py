"""`manage.py law_pack keygen|build|verify|apply`: the law of one site, signed, for another."""

from collections.abc import Callable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from richtext.base import upkeep
from statutes.data.changes import ChangeError
from statutes.management.commands.import_statutes import away
from statutes.packs import applying, building, keys, reading, records
from statutes.packs.applying import Became, Line
from statutes.packs.archive import PackError
from statutes.services import recheck

REFUSED, NO_PACK, NOT_TRUSTED, STOPPED = 1, 2, 3, 130
GO_ON = "已载入的法规均完整，重新运行将继续载入。"
MADE_KEY = (
    "私钥在 {path}，请妥善保管，不要提供给他人。公钥：\n{public}\n"
    "使用方在环境变量 LAW_PACK_KEYS 中写入：名称:{public}"
)
TRUSTED = "签名有效，公钥是本站信任的“{}”。"
NOT_ALL = "有{}部没有载入，原因见上。"
LOOKED = "以上只是核对，没有写入任何内容。"
SAME = "与本站完全相同，没有需要载入的内容。"


class Command(BaseCommand):
    """Exit code 0 when all is well, 1 when a statute was left out, 2 for what is no pack or no
    key, 3 for a good signature that nobody here trusts."""

    help = "制作、核对、载入法规包（法规表和条文，附签名），见 docs/statutes.md。"
    requires_system_checks = []

    def add_arguments(self, parser):
        """One word for each act, and its files."""
        acts = parser.add_subparsers(dest="act", required=True, metavar="keygen|build|verify|apply")
        keygen = acts.add_parser("keygen", help="生成签名用的私钥，显示公钥。")
        keygen.add_argument("key", metavar="私钥文件", type=Path)
        build = acts.add_parser("build", help="用本站的法规表和条文制作法规包。")
        build.add_argument("pack", metavar="法规包", type=Path)
        build.add_argument("--key", type=Path, required=True, help="私钥文件，权限须为600。")
        build.add_argument("--since", type=Path, help="上一次的法规包，用于列出此后的变动。")
        verify = acts.add_parser("verify", help="核对法规包，说明其中的内容和签名。")
        verify.add_argument("pack", metavar="法规包", type=Path)
        apply = acts.add_parser("apply", help="载入法规包；本所修改过的行保留。")
        apply.add_argument("pack", metavar="法规包", type=Path)
        apply.add_argument("--dry-run", action="store_true", help="只说明改动内容，不写入。")
        apply.add_argument("--older", action="store_true", help="比已载入的更早，也载入。")

    def handle(self, *, act, **options):
        acts: dict[str, Callable[..., None]] = {
            "keygen": self._keygen,
            "build": self._build,
            "verify": self._verify,
            "apply": self._apply,
        }
        try:
            acts[act](**options)
        except PackError as error:
            raise CommandError(str(error), returncode=NO_PACK) from error
        except ChangeError as error:
            raise CommandError(f"法规表前后矛盾，没有任何改动。{error}", returncode=1) from error
        except DatabaseError as error:
            raise CommandError(f"{away(error)}{GO_ON}", returncode=1) from error
        except KeyboardInterrupt as error:
            raise CommandError(f"已中断。{GO_ON}", returncode=STOPPED) from error

    def _keygen(self, key, **options):
        self.stdout.write(MADE_KEY.format(path=key, public=keys.make(key)))

    def _build(self, pack, key, since, **options):
        self.stdout.write(str(building.build(path=pack, key=keys.load(key), since=since)))

    def _verify(self, pack, **options):
        with reading.opened(pack) as found:
            self.stdout.write(str(found))
            for one in found.moved:
                self.stdout.write(str(one))
            self._trusted(found)

    def _trusted(self, pack):
        try:
            keys.check_trusted(pack.signer)
        except PackError as error:
            raise CommandError(str(error), returncode=NOT_TRUSTED) from error
        self.stdout.write(TRUSTED.format(keys.name_of(pack.signer)))

    def _apply(self, pack, dry_run, older, **options):
        with reading.opened(pack) as found:
            self.stdout.write(str(found))
            self._trusted(found)
            if not older:
                records.check_newer(found)
            plan = applying.plan(found)
            lines = self._looked(found, plan) if dry_run else self._done(found, plan)
        self._tell(lines, plan, dry_run)

    def _looked(self, pack, plan) -> list[Line]:
        return self._said(list(applying.preview(pack, plan)))

    def _done(self, pack, plan) -> list[Line]:
        lines: list[Line] = []
        fresh: list[Line] = []
        with recheck.batching_requests():
            for number, _ in enumerate(applying.carry_out(pack, plan, fresh.append), 1):
                self._tick(number, len(plan.units))
                lines += self._said(fresh)
        lines += self._said(fresh)
        records.note_applied(pack, lines, plan.unchanged)
        upkeep.after_bulk_change()
        return lines

    def _said(self, fresh):
        """Say what is stored by now; handed back for the sum, and not said again."""
        said, fresh[:] = list(fresh), []
        for line in said:
            self.stdout.write(str(line))
        return said

    def _tick(self, number, total):
        """One line that runs along on a terminal, nothing elsewhere."""
        if self.stderr.isatty():
            ends = "\r\033[K" if number >= total else ""
            self.stderr.write(f"\r正在载入：{min(number, total)}/{total}{ends}", str, "")
            self.stderr.flush()

    def _tell(self, lines, plan, dry_run):
        self.stdout.write(f"{applying.summary(lines, plan.unchanged)}。")
        if not lines:
            self.stdout.write(SAME)
        if dry_run:
            self.stdout.write(LOOKED)
        if out := [line for line in lines if line.became == Became.REFUSED]:
            raise CommandError(NOT_ALL.format(len(out)), returncode=REFUSED)
