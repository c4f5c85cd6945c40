"""Configurations of the top layer, of the admin site and of the static files."""

from django.apps import AppConfig
from django.contrib.admin import site
from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class WebsiteConfig(AppConfig):
    name = "website"
    verbose_name = "网站"

    def ready(self):
        from outbox.base import registry
        from outbox.base.registry import Behind, behind
        from website.office import forgotten
        from website.office.second_factor import invitations
        from website.operations import system_checks  # noqa: F401  (registers the checks)
        from website.operations.content_version import triggers

        triggers.after_migrations()

        registry.register(trial="测试消息", account="账号变动提醒", second_factor="两步验证提醒")
        registry.register(coming_law="法规变动提醒", forgotten="忘记密码", invitation="开通链接")
        behind[forgotten.KIND] = Behind("同事", forgotten.letter)
        behind[invitations.KIND] = Behind("同事", invitations.letter)


class DeskAdminConfig(AdminConfig):
    default_site = "website.office.admin_site.DeskSite"

    def ready(self):
        """Second factors are made by `manage.py enrol_otp`, not in English forms with secrets;
        Django's sites are there for their redirects alone."""
        super().ready()
        from django.contrib.sites.models import Site
        from django_otp import device_classes

        from website.office import admin, admin_base  # noqa: F401  (our pages)

        admin_base.teach()
        for model in filter(site.is_registered, [Site, *device_classes()]):
            site.unregister(model)


class StaticConfig(StaticFilesConfig):
    """Leaves out what the site never loads of CKEditor 4, which its advisories are about."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "samples",
        "adapters",
        "exportpdf",
        "codesnippet*",
        "preview",
        "scayt",
        "wsc",
        "ckeditor-init.js.map",
    ]
