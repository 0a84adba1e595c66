"""What the clients of a county bring to its windows, and what the register then knows of them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from yichuang.doors.commands.demonstration.invented import (
    BIRTH_REASONS,
    NAME_REASONS,
    PURPOSES,
    Client,
    Firm,
    Inventor,
)

EMPLOYER, PERSON = "employer-registration", "person-registration"
PROOF, CHANGE = "insurance-proof", "basic-data-change"
DEATH = "death-in-service"
INCOMES = {"61": 372_608, "22": 312_525}
"""城镇居民月人均可支配收入 in fen, by province: from memory, unverified."""
RELATIONS = ("配偶", "子女", "父母")
MIX = {PROOF: 38, PERSON: 36, EMPLOYER: 12, CHANGE: 14}
ENOUGH = 4
"""So many persons must be registered before somebody comes for a proof or a change."""


@dataclass(frozen=True)
class Brought:
    """An application as it lies on the counter, and whom it is about."""

    item: str
    form: dict[str, Any]
    materials: dict[str, str]
    subject: Client | Firm

    def mistaken(self) -> "Brought":
        """Give it with the slips that clients make: they are told all at once."""
        form = dict(self.form)
        code = "credit_code" if "credit_code" in form else "citizen_id"
        form[code] = form[code][:9] + ("1" if form[code][9] != "1" else "2") + form[code][10:]
        return replace(self, form=form, materials=dict(list(self.materials.items())[1:]))

    def corrected(self) -> "Brought":
        """Give it as it is brought again after a return."""
        if "phone" in self.form:
            changed = {"phone": f"139{self.form['phone'].replace('-', '')[-8:]}"}
        else:
            changed = {"reason": f"{self.form['reason']}，已补充说明"}
        return replace(self, form={**self.form, **changed})


class Clientele:
    """The clients of one county: who is registered, and what they come for."""

    def __init__(self, county: str, random: Random) -> None:
        self.random = random
        self.invent = Inventor(county, random)
        self.firms: list[Firm] = []
        self.clients: list[Client] = []

    def wish(self) -> str:
        """Say what the next client comes for, of what is possible by now."""
        if not self.firms:
            return EMPLOYER
        if len(self.clients) < ENOUGH:
            return PERSON
        return self.random.choices(list(MIX), list(MIX.values()))[0]

    def brings(self, item: str, today: date, turns: Collection[str]) -> Brought:
        """Let a client come with an application."""
        match item:
            case "employer-registration":
                return self._employer(today, promised="promised" in turns)
            case "person-registration":
                return self._person(today, promised="promised" in turns)
            case "insurance-proof":
                client = self.random.choice(self.clients)
                form = {"citizen_id": client.citizen_id, "purpose": self.random.choice(PURPOSES)}
                return Brought(item, form, {"id-card": "original"}, client)
            case "death-in-service":
                return self._death(today)
            case _:
                return self._change(birth="birth" in turns)

    def _employer(self, today: date, *, promised: bool) -> Brought:
        firm = self.invent.firm()
        established = today - timedelta(days=self.random.randrange(6, 29))
        form = {**vars(firm), "established_on": established.isoformat()}
        papers = {"business-licence": "original", "agent-id-card": "original"}
        papers["authorisation"] = "promised" if promised else "original"
        return Brought(EMPLOYER, form, papers, firm)

    def _person(self, today: date, *, promised: bool) -> Brought:
        client, firm = self.invent.client(today), self.random.choice(self.firms)
        employed = today - timedelta(days=self.random.randrange(1, 26))
        form = {**vars(client), "employer": firm.credit_code}
        form |= {"employed_on": employed.isoformat(), "since": f"{employed:%Y-%m}"}
        papers = {"id-card": "original", "labour-contract": "promised" if promised else "copy"}
        return Brought(PERSON, form, papers, client)

    def _change(self, *, birth: bool) -> Brought:
        client = self.clients.pop(self.random.randrange(len(self.clients)))
        form = {"citizen_id": client.citizen_id}
        papers = {"id-card": "original", "household-register": "copy"}
        if birth:
            form["new_citizen_id"] = self.invent.corrected_birth(client)
            form["reason"] = self.random.choice(BIRTH_REASONS)
            papers["personnel-file"] = "copy"
        else:
            form["new_name"] = self.invent.new_name(client.name)
            form["reason"] = self.random.choice(NAME_REASONS)
        return Brought(CHANGE, form, papers, client)

    def _death(self, today: date) -> Brought:
        """Let the family of somebody come who died some days ago, in this month."""
        client = self.clients.pop(self.random.randrange(len(self.clients)))
        died = max(today.replace(day=1), today - timedelta(days=self.random.randrange(4)))
        heir = self.invent.client(today)
        form: dict[str, Any] = {"citizen_id": client.citizen_id, "died_on": died.isoformat()}
        form |= {"monthly_income_fen": INCOMES[self.invent.county[:2]]}
        form |= {"contribution_months": self.random.randrange(6, 380)}
        form |= {"payee": heir.name, "payee_citizen_id": heir.citizen_id}
        form |= {"relation": self.random.choice(RELATIONS), "payee_card": self.invent.card()}
        papers = ("death-certificate", "household-cancelled", "payee-id-card", "kinship")
        return Brought(DEATH, form, dict.fromkeys((*papers, "claim-form"), "original"), client)

    def done(self, brought: Brought) -> None:
        """Remember what a done case has left in the register."""
        subject = brought.subject
        if isinstance(subject, Firm):
            self.firms.append(subject)
        elif brought.item == CHANGE:
            form = brought.form
            number = form.get("new_citizen_id", subject.citizen_id)
            self.clients.append(Client(number, form.get("new_name", subject.name), subject.phone))
        elif brought.item == PERSON:
            self.clients.append(subject)

    def came_to_nothing(self, brought: Brought) -> None:
        """Remember that a case ended without an effect: its client may come again."""
        if brought.item == CHANGE and isinstance(brought.subject, Client):
            self.clients.append(brought.subject)
