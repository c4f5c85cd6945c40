"""What every template knows."""

from firm.site.identity import Identity


def site(request):
    """`site`: who speaks, asked of the database only when a template names it."""
    return {"site": Identity()}
