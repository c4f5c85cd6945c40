"""`manage.py rotate_consult_keys`: seals everything under the first key of CONSULT_KEYS."""

import sys

from django.core.management.base import CommandError
from django.utils.formats import date_format

from consult import key_rotation
from consult.crypto import keys
from consult.models import ConsultKey
from richtext.base.commands import LongCommand

ROTATED = "已用密钥{}重新加密{}处。"
RELEASED = (
    "密钥{}已经没有内容需要它，可以从CONSULT_KEYS里去掉；"
    "备份里的旧内容仍要用它才能打开，请另外保管。"
)
UNKNOWN = "没有登记过编号为“{}”的密钥，没有改动任何内容。"
NOT_LOST = "密钥“{}”并未丢失，不能放弃，没有改动任何内容。"
GIVEN_UP = "已放弃密钥{}：{}处内容永久无法打开，{}条咨询的查询码失效。网站重新接收新咨询。"


class Command(LongCommand):
    """Runs beside the site, may be cut off and started again; exit code 1 if something is left."""

    help = "用CONSULT_KEYS里的第一把密钥重新加密全部咨询内容，说明旧密钥何时可以去掉。"

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只统计，不改动任何内容。")
        given_up = "放弃一把确实无法找回的密钥：用它加密的内容永久无法打开。"
        parser.add_argument("--forget", metavar="编号", help=given_up)

    def handle(self, *, dry_run, forget, **options):
        if forget:
            return self._forget(forget)
        if dry_run:
            self._tell_needs(key_rotation.needs())
        else:  # a key that is not there any more, and need not be
            for need in key_rotation.needs():
                self._released(need)
        if keys.problem():
            raise CommandError(keys.problem())
        if dry_run:
            return
        progress = key_rotation.RotationProgress()
        for progress in key_rotation.rotate():
            self.run_along(f"已重新加密{progress.done}处", ends=False)
        self.run_along("", ends=True)
        first, _ = keys.sealing_key()
        self.stdout.write(ROTATED.format(first, progress.done))
        self._tell_needs([need for need in key_rotation.needs() if not self._released(need)])
        if progress.stuck:
            self.stderr.write(
                f"有{len(progress.stuck)}处无法打开或写回，没有改动，可以稍后重新运行："
            )
            for place in progress.stuck[:20]:
                self.stderr.write(f"  {place}")
            sys.exit(1)

    def _released(self, need):
        """Take a key off the register when nothing needs it any more; whether that was so."""
        if not need:
            key_rotation.forget(need.key_id)
            self.stdout.write(RELEASED.format(need.key_id))
        return not need

    def _tell_needs(self, needs):
        for need in needs:
            self.stdout.write(describe(need))
        if not needs and not keys.problem():
            self.stdout.write("没有内容仍在使用旧密钥。")

    def _forget(self, key_id):
        if not ConsultKey.objects.filter(key_id=key_id).exists():
            raise CommandError(UNKNOWN.format(key_id))
        if key_id not in keys.lost():
            raise CommandError(NOT_LOST.format(key_id))
        need = key_rotation.need_of(key_id)
        key_rotation.forget(key_id)
        self.stdout.write(GIVEN_UP.format(key_id, need.encrypted, need.codes))


def describe(need: key_rotation.Need) -> str:
    if not need:
        return f"密钥{need.key_id}：没有内容需要它，正式运行后即可去掉。"
    parts = [f"{need.encrypted}处内容待重新加密"] if need.encrypted else []
    if need.codes:
        parts.append(f"{need.codes}条咨询的查询码只有它能核对")
    if need.last:
        parts.append(f"其中最晚的到{date_format(need.last)}删除")
    if need.undated:
        parts.append(f"有{need.undated}条尚未结束，删除日期未定")
    return f"密钥{need.key_id}还不能去掉：{'，'.join(parts)}。"
