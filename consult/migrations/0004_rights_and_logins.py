"""New rights of the posts, and the end of the tables of django-axes.

Who gives a post must have every right of it, so the manager gets what the other posts have here,
whatever the firm has added to them; nothing over the tables of accounts, which superusers keep.
Nothing is taken from anybody; posts that a firm has renamed or removed stay as they are.
"""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.migrations.recorder import MigrationRecorder

MANAGER, OTHERS = "咨询主管", ["律师", "助理", "编辑"]
FACTS = [f"{act}_areafact" for act in ("view", "add", "change", "delete")]
# In which order they are given does not matter: the manager's own come last.
RIGHTS = {
    "律师": [("consult", ["register_consultation"]), ("articles", ["add_article"])],
    "助理": [("consult", ["register_consultation"])],
    "编辑": [("consult", FACTS)],
    MANAGER: [
        ("consult", ["register_consultation", "see_figures", *FACTS]),
        ("firm", ["manage_people"]),
    ],
}
# Names and addresses of logins in clear, which nothing would ever empty. The table with a foreign
# key first, which SQLite checks as it drops the other.
AXES = [
    "axes_accessattemptexpiration",
    "axes_accessattempt",
    "axes_accessfailurelog",
    "axes_accesslog",
]


def give(apps, schema_editor=None):
    """Give what is new."""
    for label in ("firm", "articles", "consult"):
        config = installed.get_app_config(label)
        create_permissions(config, verbosity=0, interactive=False, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, rights in RIGHTS.items():
        for group in Group.objects.filter(name=name):
            for label, codenames in rights:
                known = Permission.objects.filter(content_type__app_label=label)
                group.permissions.add(*known.filter(codename__in=codenames))
    for managers in Group.objects.filter(name=MANAGER):
        of_others = Permission.objects.filter(group__name__in=OTHERS)
        managers.permissions.add(*of_others.exclude(content_type__app_label="auth").distinct())


def forget_logins(apps, schema_editor):
    """Drop the tables, and what is recorded of their migrations."""
    for table in AXES:
        schema_editor.execute(f'DROP TABLE IF EXISTS "{table}"')
    MigrationRecorder(schema_editor.connection).migration_qs.filter(app="axes").delete()


class Migration(migrations.Migration):

    dependencies = [
        ("consult", "0003_second_release"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(give, migrations.RunPython.noop),
        migrations.RunPython(forget_logins, migrations.RunPython.noop),
    ]
