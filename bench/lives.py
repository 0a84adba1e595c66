"""The lives that the benchmark carries: level 1, from the window to the archive, six acts each."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from secrets import randbelow
from typing import Any
from uuid import uuid4

from stdnum.cn import uscc

from yichuang.domain.cases.points import points
from yichuang.domain.cases.queries import standing
from yichuang.domain.cases.standing import brief_digest
from yichuang.domain.journeys import actions as journeys
from yichuang.domain.staff.posts import Post
from yichuang.doors.commands.demonstration.cast import OPENING, County, county
from yichuang.doors.commands.demonstration.pens import pen_of

ACTS_OF_A_LIFE = 6
PAPERS = {"business-licence": "original", "agent-id-card": "copy", "authorisation": "original"}
SIGNERS = (Post.HANDLER, Post.REVIEWER, Post.DEPUTY_DIRECTOR, Post.DIRECTOR)


def credit_codes() -> Callable[[], str]:
    """Give a maker of credit codes that no other worker makes, as good as surely."""
    serial = count(randbelow(10**9))

    def make() -> str:
        body = f"91610631{next(serial) % 10**9:09d}"
        return body + str(uscc.calc_check_digit(body))

    return make


def form_of(code: str) -> dict[str, Any]:
    """Give the form of an employer."""
    return {
        "credit_code": code,
        "name": "黄龙县界子河核桃专业合作社",
        "kind": "企业",
        "representative": "白守田",
        "address": "陕西省延安市黄龙县界头庙镇界子河村",
        "phone": "0911-5620001",
        "established_on": "2026-02-10",
    }


class Life:
    """One case of level 1 after another, an act at each step."""

    def __init__(self) -> None:
        self.hall: County = county("610631")
        self.code = credit_codes()
        self.at: datetime = OPENING + timedelta(hours=3)

    def carry(self, done: Callable[[], None]) -> None:
        """Carry one case from the window to the archive; `done` is told of every act.

        The case is read once besides, as a page would show it: what is signed is what was shown.
        """
        teller = self.hall.number(Post.TELLER)
        answer = journeys.accept(
            self.hall.code,
            "employer-registration",
            form=form_of(self.code()),
            materials=PAPERS,
            by=teller,
            at=self.at,
            request=uuid4(),
        )
        done()
        number = str(answer.said["number"])
        case = standing(number)
        brief, ticks = brief_digest(case), [point.code for point in points(case)]
        for post in SIGNERS:
            ticked = ticks if post == Post.REVIEWER else ()
            by = self.hall.number(post)
            known: dict[str, Any] = {"brief": brief, "pen": pen_of(by, self.at, case)}
            journeys.sign(number, **known, ticked=ticked, by=by, at=self.at, request=uuid4())
            done()
        journeys.file(number, by=teller, at=self.at, request=uuid4())
        done()
