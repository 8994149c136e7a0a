"""``python -m crmkit`` is ``crmkit``, also where scripts are not on the path."""

from crmkit.cli import app

app(prog_name="crmkit")
