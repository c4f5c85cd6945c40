"""The manager may do what any other post may, and looks after the accounts; lawyers start articles.

Who gives a post must have every right of it, so the manager gets what the other posts have here,
whatever the firm has added to them; nothing over the tables of accounts, which superusers keep.
Posts that a firm has renamed or removed stay as they are.
"""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

MANAGER, OTHERS = "咨询主管", ["律师", "助理", "编辑"]


def give(apps, schema_editor=None):
    """Give what is new; nothing is taken from anybody."""
    for label in ("firm", "articles"):
        config = installed.get_app_config(label)
        create_permissions(config, verbosity=0, interactive=False, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for lawyers in Group.objects.filter(name="律师"):
        lawyers.permissions.add(_right(Permission, "articles", "add_article"))
    for managers in Group.objects.filter(name=MANAGER):
        of_others = Permission.objects.filter(group__name__in=OTHERS)
        managers.permissions.add(*of_others.exclude(content_type__app_label="auth").distinct())
        managers.permissions.add(_right(Permission, "firm", "manage_people"))


def _right(permissions, app, codename):
    return permissions.objects.get(content_type__app_label=app, codename=codename)


class Migration(migrations.Migration):
    dependencies = [
        ("consult", "0010_reasons_of_warnings"),
        ("firm", "0008_right_to_manage_people"),
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
