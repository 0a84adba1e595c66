"""Two hands at one draft or one case: it becomes one thing, and what was thrown away stays so."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test import Client

from tests.cases.ground import returned
from tests.cases.paying import prepared
from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.pages import HTMX, hidden_of, went_to
from tests.halls import Huanglong
from yichuang.domain.cases.models import Case
from yichuang.domain.cases.payments import payable_of
from yichuang.domain.trail.models import Act
from yichuang.domain.trail.queries import acts_of
from yichuang.domain.trail.verify import verify
from yichuang.doors.workbench.fields import typed_in
from yichuang.doors.workbench.models import Draft
from yichuang.doors.workbench.views import drafts

ROUNDS = 5


def begun(client: Client, citizen: str) -> tuple[str, dict[str, str]]:
    """Begin a draft of a proof, and give its address and what is typed into it."""
    address = client.post("/counter/begin/", {"item": "insurance-proof"})["Location"]
    typed = {"citizen_id": citizen, "purpose": "子女入学", "materials.id-card": "original"}
    return address, typed


def at_once(*deeds: Callable[[], Any]) -> list[int]:
    """Do things at one moment, each over its own connection, and give the answers' numbers."""
    barrier, found = Barrier(len(deeds)), [0] * len(deeds)

    def run(i: int, deed: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            found[i] = deed().status_code
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=one) for one in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def twin(client: Client) -> Client:
    """Give another window of the same browser."""
    other = Client(raise_request_exception=False)
    other.cookies.update(client.cookies)
    client.raise_request_exception = False
    return other


def sending(client: Client, address: str, typed: dict[str, str]) -> Callable[[], Any]:
    """Give a deed: to send a form, as a page does."""
    return lambda: client.post(address, typed, headers=HTMX)


def key_of(address: str) -> UUID:
    """Read the key of a draft out of its address."""
    return UUID(address.strip("/").split("/")[1])


@pytest.mark.parametrize("purpose", ["子女入学", "贷款"])
def test_a_draft_submitted_twice_at_once_becomes_one_case(
    own_database: str, come_in: ComeIn, purpose: str
) -> None:
    hall = Huanglong()
    one = come_in(hall.teller)
    other = twin(one)
    for _ in range(ROUNDS):
        address, typed = begun(one, hall.registered_person())
        before = Case.objects.count()
        answers = at_once(
            sending(one, f"{address}submit/", typed),
            sending(other, f"{address}submit/", {**typed, "purpose": purpose}),
        )
        assert min(answers) == 204
        assert set(answers) <= {204, 409, 422}, answers
        assert Case.objects.count() == before + 1
        draft = Draft.objects.get(key=key_of(address))
        assert draft.became == Act.objects.get(request=draft.key).chain_id.removeprefix("case/")


def test_a_draft_thrown_away_while_it_is_submitted_is_one_or_the_other(
    own_database: str, come_in: ComeIn
) -> None:
    hall = Huanglong()
    one = come_in(hall.teller)
    other = twin(one)
    for _ in range(ROUNDS):
        address, typed = begun(one, hall.registered_person())
        submitted, discarded, saved = at_once(
            sending(one, f"{address}submit/", typed),
            sending(other, f"{address}discard/", {}),
            sending(twin(one), address, typed),
        )
        assert (submitted in {204, 404}, discarded in {302, 404}) == (True, True)
        assert saved in {200, 204, 404}
        assert Act.objects.filter(request=key_of(address)).count() == (submitted == 204)
        assert not Draft.objects.filter(key=key_of(address), became="").exists()


def test_a_case_corrected_from_two_drafts_at_once_is_corrected_once(
    own_database: str, come_in: ComeIn
) -> None:
    hall = Huanglong()
    one = come_in(hall.teller)
    other = twin(one)
    for _ in range(ROUNDS):
        number = hall.accept_person(hall.registered_employer())
        returned(hall, number, 0)
        address = one.post(f"/cases/{number}/correct/")["Location"]
        draft = Draft.objects.get(key=key_of(address))
        second = Draft.objects.get(key=draft.key)
        second.key = UUID(int=draft.key.int ^ 1)
        second.save(force_insert=True)
        form = draft.form | {f"materials.{c}": how for c, how in draft.materials.items()}
        answers = at_once(
            sending(one, f"{address}submit/", form),
            sending(other, f"/drafts/{second.key}/submit/", {**form, "phone": "13909110077"}),
        )
        assert min(answers) == 204
        assert set(answers) <= {204, 404, 409}, answers
        assert answers.count(204) == 1
        assert acts_of(f"case/{number}").filter(verb="correct").count() == 1
        assert not Draft.objects.filter(corrects=number, became="").exists()


def while_it_is_read(patch: pytest.MonkeyPatch, happens: Callable[[], Any]) -> None:
    """Let something happen once between the reading of a draft and its being kept."""
    real, left = typed_in, [happens]

    def reading(*asked: Any) -> dict[str, str]:
        if left:
            left.pop()()
        return real(*asked)

    patch.setattr(drafts, "typed_in", reading)


def test_a_save_that_comes_late_brings_nothing_back(
    huanglong: Huanglong, come_in: ComeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = come_in(huanglong.teller)
    for place in ("", "submit/"):
        address, typed = begun(one, huanglong.registered_person())
        while_it_is_read(monkeypatch, sending(one, f"{address}discard/", {}))
        assert one.post(f"{address}{place}", typed, headers=HTMX).status_code == 404
        assert not Draft.objects.exists()
        assert not Act.objects.filter(request=key_of(address)).exists()


def test_a_save_that_comes_after_the_submission_leaves_what_was_submitted(
    huanglong: Huanglong, come_in: ComeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = come_in(huanglong.teller)
    for place in ("", "submit/"):
        address, typed = begun(one, huanglong.registered_person())
        while_it_is_read(monkeypatch, sending(one, f"{address}submit/", typed))
        late = one.post(f"{address}{place}", {**typed, "purpose": "另一用途"}, headers=HTMX)
        draft = Draft.objects.get(key=key_of(address))
        assert draft.became
        assert draft.form["purpose"] == "子女入学"
        assert went_to(late).startswith(f"/cases/{draft.became}/receipt/")


@pytest.mark.clause("WQ-05")
def test_a_payment_returned_while_it_is_released_is_one_or_the_other(
    own_database: str, come_in: ComeIn
) -> None:
    hall = Huanglong()
    first, second = come_in(hall.finance), come_in(hall.second_finance)
    for _ in range(ROUNDS):
        address = f"/payments/{prepared(hall)}/"
        shown = hidden_of(second.get(address).content.decode())
        reason = {"request": str(uuid4()), "reason": "账号与存折不符"}
        answers = at_once(
            sending(second, f"{address}do/release/", shown),
            sending(first, f"{address}do/return/", reason),
        )
        assert sorted(answers) == [204, 409], answers
        paid = payable_of(address.split("/")[2])
        assert (paid.prepared_by is None) != (paid.released_by is not None)
    assert verify().faults == []
