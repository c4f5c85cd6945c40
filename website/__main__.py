"""The command `antou` of an installed site (`python -m website` in a checkout), and manage.py."""

import io
import os
import signal
import sys

HELP = """案头 Antou：律师事务所的网站和咨询后台

antou run                 启动网站和后台任务；第一次会建好数据库和管理员
antou run --only-prepare  只做启动前的准备：数据库、法规表、管理员、静态文件
antou backup              备份
antou manage 命令         其他命令；manage 可以不写。antou manage help 列出全部

数据放在 DATA_DIR 指的目录，没有指定就是 ~/.local/share/antou。其他设置见 docs/settings.md。
"""


def manage(arguments):
    """Run a command of Django's; exits with 2 on a wrong setting, 1 without database, 130 on
    Ctrl-C."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    if arguments[1:2] in (["restore"], ["verify"]):
        os.environ["SAMPLE"] = "0"  # of a firm's own backup, where there need be no site yet
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db.utils import OperationalError, ProgrammingError

    try:
        settings.configured or settings.INSTALLED_APPS  # noqa: B018  (loads the settings)
    except ImproperlyConfigured as error:
        print(f"配置有误：{error}", file=sys.stderr)
        sys.exit(2)
    try:
        execute_from_command_line(arguments)
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        sys.exit(130)
    except (OperationalError, ProgrammingError) as error:  # away, or without its tables
        if "--traceback" in arguments:
            raise
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        print(
            f"数据库不能用（{reason}），请检查 DATABASE_URL 和 DATA_DIR；"
            "新建的数据库和升级以后，要先运行 manage.py migrate。",
            file=sys.stderr,
        )
        sys.exit(1)


def main():
    """Whatever the terminal's locale says, sentences and files are UTF-8, as behind `make run`."""
    os.environ["PYTHONUTF8"] = "1"  # for the processes that are started
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    if os.environ.get("DATA_DIR", "").strip():  # they are started in another folder
        os.environ["DATA_DIR"] = os.path.abspath(os.path.expanduser(os.environ["DATA_DIR"]))
    words = sys.argv[1:]
    if words[:1] == ["manage"]:
        words = words[1:] or ["help"]
    if not words or words[0] in ("-h", "--help"):
        print(HELP, end="")
        return
    if words[0] == "run":
        # A Ctrl-C while Django loads would print a traceback: `serve` lets it in when it is ready.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGTERM])
        words[0] = "serve"
    manage(["antou", *words])


if __name__ == "__main__":
    main()
