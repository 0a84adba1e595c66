"""The site as a server runs it; in production never on a demonstration's database."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")

application = get_wsgi_application()

from yichuang.doors.commands.purpose import refuse_demonstration  # noqa: E402 -- apps come first

refuse_demonstration()
