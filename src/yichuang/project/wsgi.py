"""The site as a server runs it; in production never on a demonstration's database."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")

ALPHABET = re.compile(r";\s*charset[\s*]*=[^;]*", re.IGNORECASE)
Site = Callable[[dict[str, Any], Any], Iterable[bytes]]


def in_utf8(site: Site) -> Site:
    """Read every form as UTF-8, whatever it says of itself: all our pages send that.

    Some codecs of Python's read no text, others make letters that can't be written again, and
    Django asks them before anything of ours could refuse.
    """

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["CONTENT_TYPE"] = ALPHABET.sub("", environ.get("CONTENT_TYPE", ""))
        return site(environ, start_response)

    return answer


application = in_utf8(get_wsgi_application())

from yichuang.doors.commands.purpose import refuse_demonstration  # noqa: E402 -- apps come first

refuse_demonstration()
