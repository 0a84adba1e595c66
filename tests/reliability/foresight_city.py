"""What the verbs between county and city must lead to, as the rules have it."""

from tests.reliability.life import Deed, Happens, Life, World


def receive(world: World, life: Life, deed: Deed) -> Happens | None:
    """The city receives what was reported; who does has the approver's seat."""
    here = life.step
    if life.state != "reported" or here is None or not world.may_sit(deed.by, life, here):
        return None

    def happens() -> None:
        life.sit(deed.by, here)
        life.state = "city-review"

    return happens


def refer(world: World, life: Life, deed: Deed) -> Happens | None:
    """The approver leaves it to the office meeting."""
    here = life.step
    if life.state != "city-review" or here is None or not world.may_sit(deed.by, life, here):
        return None

    def happens() -> None:
        life.sit(deed.by, here).decided = True
        life.referred = True
        life.state, life.step = "meeting", here + 1

    return happens


def recall(world: World, life: Life, deed: Deed) -> Happens | None:
    """The director takes a report back until the city has received it."""
    here = life.step
    if life.state != "reported" or here is None or not world.may_sit(deed.by, life, here - 1):
        return None

    def happens() -> None:
        life.sit(deed.by, here - 1).decided = False
        life.state, life.step = "director", here - 1

    return happens
