"""Asking for something about another case: its correction, or that it is looked at again."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect

from yichuang.doors.workbench.acts import refused_with
from yichuang.doors.workbench.doorway import COUNTER, door
from yichuang.doors.workbench.here import Request
from yichuang.doors.workbench.links import asking_about
from yichuang.doors.workbench.models import Draft


@door("POST", posts=COUNTER)
def begin(request: Request, number: str, item: str) -> HttpResponse:
    """Begin an application about a case; it has the case's number in it, and nothing else."""
    here = request.here
    if item not in {one.item for one in asking_about(request.case, here)}:
        return refused_with(request, "本窗口现在不能就这个办件提出这项申请，请核对办件的状态。")
    draft = Draft(
        key=uuid4(),
        by_id=here.by,
        agency=here.agency.code,
        item=item,
        form={"original": number},
        saved_at=here.at,
    )
    draft.save(force_insert=True)
    return redirect("draft", draft.key)
