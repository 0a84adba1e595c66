"""分管业务: which deputy is in charge of which business, entered by the head of the agency."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.domain.journeys import actions as journeys
from yichuang.domain.journeys.administration import categories_of
from yichuang.domain.staff.models import Charge
from yichuang.domain.staff.posts import Post
from yichuang.domain.staff.queries import assigned
from yichuang.domain.trail.actions import Answer
from yichuang.doors.workbench.acts import new_request
from yichuang.doors.workbench.doorway import door
from yichuang.doors.workbench.here import Request
from yichuang.doors.workbench.staffing_forms import Reading
from yichuang.doors.workbench.views.agencies import entering, who

HEADS = frozenset({Post.DIRECTOR, Post.CITY_CHIEF})
READERS = HEADS | {Post.DEPUTY_DIRECTOR}
PAPER = 100


@door("GET", posts=READERS)
def page(request: Request) -> HttpResponse:
    """Show every category of business with the deputy in charge of it."""
    here = request.here
    charges = Charge.objects.filter(agency=here.agency, until=None).select_related("staff", "act")
    standing = {charge.category: charge for charge in charges}
    deputies = assigned(here.agency.code, Post.DEPUTY_DIRECTOR, here.on)
    context = {
        "here_at": reverse("charges"),
        "rows": [(name, standing.get(name)) for name in categories_of(here.profile)],
        "deputies": list(deputies),
        "head": here.post in HEADS,
        "told": "已登记分管业务。" if request.GET.get("told") else "",
        "request_key": new_request(),
    }
    return render(request, "workbench/charges.html", context)


@door("POST", posts=HEADS)
def put(request: Request) -> HttpResponse:
    """Put a deputy in charge of a category of business."""
    here = request.here
    form = Reading(request.POST, "charge")
    category = form.choice("category", "业务类别", set(categories_of(here.profile)))
    deputies = assigned(here.agency.code, Post.DEPUTY_DIRECTOR, here.on)
    staff = form.choice("staff", "主管副主任", {one.staff_id for one in deputies})
    paper = form.words("paper", "分工文件", PAPER)

    def do(key: UUID) -> Answer:
        more = {**who(request), "request": key}
        return journeys.put_in_charge(here.agency.code, category, staff, paper=paper, **more)

    return entering(request, form, do, f"{reverse('charges')}?told=put")
