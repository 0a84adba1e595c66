"""无人可办: cases that hold because nobody can fill the seat, and what would mend it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.domain.archives.queries import agencies_within
from yichuang.domain.cases.vacant import Vacancy, vacancies
from yichuang.domain.staff.posts import Post
from yichuang.doors.workbench.doorway import ADMINS, door
from yichuang.doors.workbench.here import Here, Request
from yichuang.doors.workbench.rows.cases import SHOWN, lines

LEADERS = frozenset({Post.DIRECTOR, Post.DEPUTY_DIRECTOR, Post.CITY_CHIEF})
LOOKS = LEADERS | {Post.SYSTEM_ADMIN, Post.SECURITY_ADMIN}


@door("GET", posts=LOOKS)
def page(request: Request) -> HttpResponse:
    """List them, the earliest due first: to administrators also those of the agencies below."""
    here = request.here
    found = vacant_for(here)
    shown = found[:SHOWN]
    context = {
        "here_at": reverse("vacant"),
        "rows": list(zip(lines((one.case for one in shown), here), shown, strict=True)),
        "count": len(found),
        "opens": here.post not in ADMINS,
    }
    return render(request, "workbench/vacant.html", context)


def vacant_for(here: Here) -> list[Vacancy]:
    """Give the cases that nobody can carry on, as far as they are this post's to mend."""
    code = here.agency.code
    return vacancies([code] if here.post in LEADERS else agencies_within(code), here.on)
