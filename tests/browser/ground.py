"""Makes the database that the browser's tests look at: halls opened for today, with work waiting.

Run in a process of its own: the database is the one that the environment names. It tells on
standard output which case waits for whom.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

PASSWORD = "yichuang-look-1"  # noqa: S105 -- of tests only


@dataclass(frozen=True)
class Cases:
    """Cases of Huanglong by what they wait for, and whom the register knows.

    What is keyed twice, suspended or refused is of Luochuan, where nobody else is at work.
    """

    review: str
    second_review: str
    handling: str
    deputy: str
    director: str
    ready: str
    correction: str
    done: str
    person: str
    second_person: str
    with_wrong_birth: str
    employer: str
    employer_number: str
    reported: str
    draft: str
    proposed: str
    delegated: str
    second_deputy: str
    payment: str
    keying: str
    settling: str
    to_be_keyed: str
    suspended: str
    refused: str


def main() -> None:
    """Put everything up and tell it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
    import django  # noqa: PLC0415 -- the settings come first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    print(json.dumps(asdict(put_up())))  # noqa: T201 -- this is the answer


def put_up() -> Cases:
    """Open the halls as of today, give everybody an account, and let work wait at every post."""
    from yichuang.domain.kernel.numbers import LOCAL  # noqa: PLC0415
    from yichuang.doors.commands.demonstration import history  # noqa: PLC0415

    now = datetime.now(LOCAL)
    history.begin(history.planned(now), now)
    _open_accounts()
    _give_keys(now - timedelta(hours=4))
    _for_a_session(now - timedelta(hours=3))
    return _work(now - timedelta(hours=3))


def _for_a_session(since: datetime) -> None:
    """Let three families wait for the deputy of Wangqing, who signs in one go."""
    from tests.halls import Wangqing  # noqa: PLC0415

    hall = Wangqing()
    hall.now = since
    for _ in range(3):
        died_on = (since.date() - timedelta(days=2)).isoformat()
        number = hall.accept_death(hall.registered_person(), died_on=died_on)
        hall.carry(number, "deputy")


def _open_accounts() -> None:
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415

    from yichuang.domain.staff.models import Staff  # noqa: PLC0415
    from yichuang.doors.workbench.models import Account  # noqa: PLC0415

    hashed = make_password(PASSWORD)
    people = Staff.objects.exclude(number__in=("0001", "0002"))
    Account.objects.bulk_create(Account(staff=one, password=hashed) for one in people)


def _give_keys(at: datetime) -> None:
    """Let everybody have a key to sign with, as after a first signature."""
    from tests.halls import give_keys  # noqa: PLC0415
    from yichuang.domain.staff.models import Staff  # noqa: PLC0415

    give_keys(Staff.objects.values_list("number", flat=True), at)


def _work(since: datetime) -> Cases:
    from tests.halls import Huanglong  # noqa: PLC0415
    from yichuang.domain.insured.models import Employer  # noqa: PLC0415
    from yichuang.domain.journeys import actions as journeys  # noqa: PLC0415

    hall = Huanglong()
    hall.now = since
    employer, person = hall.registered_employer(), hall.registered_person()
    names = ("黄龙县绿源果业有限公司", "黄龙县石堡建材经营部", "陕西洛河物流有限公司")
    firms = [hall.accept_employer(name=name) for name in names]
    hall.carry(firms[1], "deputy")
    hall.carry(firms[2], "director")
    people = [hall.accept_person(employer, name=name) for name in ("白守田", "张桂兰", "李建军")]
    hall.carry(people[1], "ready")
    why: dict[str, Any] = {"code": "copy-unclear", "reason": "复印件不清楚，请重新复印"}
    hall.do(journeys.return_to, people[2], 0, **why, by=hall.reviewer)
    proof = hall.accept_proof(person)
    hall.carry(proof)
    hall.accept_person(employer, name="赵志强")
    second = hall.accept_person(employer, name="王小梅")
    state = {"handling": firms[0], "deputy": firms[1], "director": firms[2]}
    reported = hall.accept_reported(hall.registered_person())
    hall.carry(reported, "reported")
    return Cases(
        review=people[0],
        second_review=second,
        **state,
        ready=people[1],
        correction=people[2],
        done=proof,
        person=person,
        second_person=hall.registered_person(),
        with_wrong_birth=hall.registered_person(),
        employer=employer,
        employer_number=Employer.objects.get(credit_code=employer).number,
        reported=reported,
        **_besides(hall),
    )


def _besides(hall: Any) -> dict[str, str]:
    """Let there be what isn't a case in progress at a post of its own."""
    return {
        "draft": _draft(hall),
        "proposed": _proposed(hall),
        "delegated": _held_by_the_deputy(hall),
        "second_deputy": _second_deputy(hall),
        "payment": _owed(hall),
        **_at_luochuan(hall.now),
    }


def _at_luochuan(since: datetime) -> dict[str, str]:
    """Let cases be keyed twice, suspended and refused."""
    from tests.cases.keyed import as_first  # noqa: PLC0415
    from tests.cases.stopping import stopped  # noqa: PLC0415
    from tests.forms import new_citizen_id  # noqa: PLC0415
    from tests.halls import Luochuan  # noqa: PLC0415
    from yichuang.domain.journeys import actions as journeys  # noqa: PLC0415
    from yichuang.domain.staff.posts import Post  # noqa: PLC0415

    hall = Luochuan()
    hall.now = since
    second = _newcomer(hall, Post.REVIEWER, "和风莲")
    owing = [hall.accept_death(hall.registered_person()) for _ in range(3)]
    keying, settling, to_be_keyed = owing
    for number in owing:
        hall.carry(number, "review")
    fields = as_first(settling) | {"payee_citizen_id": new_citizen_id("19880110")}
    hall.do(journeys.rekey, settling, fields=fields, by=second)
    suspended, refused = (hall.accept_employer() for _ in range(2))
    stopped(hall, hall.carry(suspended, "review").case.number)
    hall.carry(refused, "director")
    why = "营业执照已被吊销，不符合参保登记条件"
    hall.do(journeys.refuse, refused, reason=why, by=hall.director)
    keyed = {"keying": keying, "settling": settling, "to_be_keyed": to_be_keyed}
    return {**keyed, "suspended": suspended, "refused": refused}


def _owed(hall: Any) -> str:
    """Let a family be owed what finance has to pay."""
    from yichuang.domain.cases.payments import owed_for  # noqa: PLC0415

    number = hall.accept_death(hall.registered_person())
    hall.carry(number)
    return str(owed_for(number)[0].number)


def _held_by_the_deputy(hall: Any) -> str:
    """Let a case come back to the deputy, who has the seat."""
    from yichuang.domain.journeys import actions as journeys  # noqa: PLC0415

    number = hall.accept_employer(name="黄龙县三岔粮油有限公司")
    hall.carry(number, "director")
    hall.do(journeys.return_to, number, 3, code="other", reason="请核对住所", by=hall.director)
    return str(number)


def _second_deputy(hall: Any) -> str:
    """Let a second deputy come, with an account."""
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415

    from yichuang.domain.staff.posts import Post  # noqa: PLC0415
    from yichuang.doors.workbench.models import Account  # noqa: PLC0415

    number = _newcomer(hall, Post.DEPUTY_DIRECTOR, "何延安")
    Account.objects.create(staff_id=number, password=make_password(PASSWORD))
    return number


def _newcomer(hall: Any, post: Any, name: str) -> str:
    """Let somebody come who was never in the hall before, with a key to sign with."""
    from tests.halls import give_keys  # noqa: PLC0415
    from yichuang.domain.staff import actions as staff  # noqa: PLC0415

    number, year = f"{hall.code}71", timedelta(days=365)
    hall.do(staff.enlist, hall.code, number, name, by="0001")
    give_keys([number], hall.now)
    term = {"since": hall.now.date(), "until": hall.now.date() + year}
    term["trained_until"] = term["until"]
    hall.do(staff.assign, number, hall.code, post, **term, by="0001")
    return number


def _draft(hall: Any) -> str:
    from yichuang.doors.workbench.models import Draft  # noqa: PLC0415

    typed = {"credit_code": "91610631MA6YC0001", "name": "黄龙县秦巴茶业有限公司"}
    draft = Draft(key=uuid4(), by_id=hall.teller, agency="610631", item="employer-registration")
    draft.form, draft.saved_at = typed, hall.now
    draft.save(force_insert=True)
    return str(draft.key)


def _proposed(hall: Any) -> str:
    """Let the province propose a second version of its catalogue."""
    from tests.catalogue.editions import changed, next_version, packaged  # noqa: PLC0415
    from yichuang.domain.journeys import actions as journeys  # noqa: PLC0415

    text = next_version(packaged("shaanxi"), 2, date(hall.now.year + 1, 1, 1))
    text = changed(text, "promised = { days = 5", "promised = { days = 3")
    hall.do(journeys.propose_catalogue, text, by="61000002")
    return "shaanxi/2"


if __name__ == "__main__":
    main()
