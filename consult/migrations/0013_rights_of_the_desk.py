"""Who registers a telephone call, and who sees the figures of the desk.

Whoever may work on consultations may register one; the figures are the manager's. Posts that a
firm has renamed or removed stay as they are.
"""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHTS = {
    "咨询主管": ["register_consultation", "see_figures"],
    "律师": ["register_consultation"],
    "助理": ["register_consultation"],
}


def give(apps, schema_editor=None):
    """Give what is new; nothing is taken from anybody."""
    create_permissions(
        installed.get_app_config("consult"), verbosity=0, interactive=False, apps=apps
    )
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    rights = Permission.objects.filter(content_type__app_label="consult")
    for name, wanted in RIGHTS.items():
        for group in Group.objects.filter(name=name):
            group.permissions.add(*rights.filter(codename__in=wanted))


class Migration(migrations.Migration):
    dependencies = [
        ("consult", "0012_desk_of_a_firm"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
