"""`manage.py doctor`: what is wrong with this installation, and what to do."""

import sys

from django.core import checks
from django.core.management.base import BaseCommand

from website.operations import health
from website.operations.health import Finding, Level
from website.operations.serving import forged

MARKS = {Level.OK: "正常", Level.WARN: "留意", Level.ERROR: "故障"}
STATES = {"not set": "未设置", "unknown": "未检查"}
OUTCOMES = {
    Level.OK: "一切正常。",
    Level.WARN: "网站可用，有{}处需要处理。",
    Level.ERROR: "网站不能正常工作，有{}处需要处理。",
}
KNOWN = {"website.E002"}  # found above in the same words or better


class Command(BaseCommand):
    help = "检查网站能否正常工作。退出码：0正常，1需要留意，2故障。"
    requires_system_checks = []  # told as all else

    def handle(self, **options):
        found = health.all_of()
        if health.BAD["database"] not in found:
            found += [forged.through_the_proxy(), *_checks()]
        for one in found:
            state = MARKS[one.level] if one.level else STATES.get(one.word, MARKS[Level.OK])
            why = f"：{one.sentence}{one.advice}" if one.sentence else ""
            self.stdout.write(f"{state}　{health.PARTS[one.part]}{why}")
        worst = max(one.level for one in found)
        self.stdout.write(OUTCOMES[worst].format(sum(one.level > Level.OK for one in found)))
        sys.exit(int(worst))


def _checks():
    """Those of Django are for developers."""
    for one in checks.run_checks(databases=["default"]):
        name = one.id or ""
        if name.startswith(("website.", "statutes.", "consult.")) and name not in KNOWN:
            level = Level.ERROR if one.is_serious() else Level.WARN
            yield Finding("checks", name, level, str(one.msg), str(one.hint or ""))
