# ruff: noqa: S608 -- the pairs are our own constants
"""Nobody holds two posts at a time that exclude each other: not by an act, nor past the acts.

The act refuses by name. The database refuses whatever is written by whatever way, by triggers made
from the same table of pairs; what only ends earlier or begins later passes them, so that posts
that come to exclude each other can still be ended.
"""

from datetime import date

from django.db.models import F, QuerySet

from yichuang.domain.kernel.refusals import Refusal, shown
from yichuang.domain.staff.models import Assignment
from yichuang.domain.staff.posts import EXCLUSIVE, Post
from yichuang.domain.trail.actions import RowMoved
from yichuang.domain.trail.guards import Trigger, Triggers

RULE = "nobody_holds_exclusive_posts_at_a_time"
TABLE = "staff_assignment"


class ExclusivePosts(Refusal):
    """The person holds a post, here or elsewhere, that excludes the new one (WQ-04)."""

    code = "exclusive-posts"
    says = (
        "{staff} 在{agency}任“{held}”，自 {since} 起，至 {until} 止（不含当日），"
        "与“{post}”是不相容岗位，一人不能同时担任。请另派他人，或先终止该项任职，自终止之日起再任。"
    )


def held_on_days_of(staff: str, since: date, until: date) -> QuerySet[Assignment]:
    """Give the assignments of a person that hold on any day of a period."""
    holding = Assignment.objects.filter(staff=staff, since__lt=F("until"))
    return holding.filter(since__lt=until, until__gt=since)


def exclusive(staff: str, post: Post, since: date, until: date) -> ExclusivePosts | None:
    """Say what keeps a person from a post for a period: the excluding one that ends last."""
    others = [other.value for one, other in EXCLUSIVE if one == post]
    held = held_on_days_of(staff, since, until).filter(post__in=others)
    last = held.select_related("agency").order_by("-until", "id").first()
    if last is None:
        return None
    return ExclusivePosts(
        staff=shown(staff),
        agency=last.agency.name,
        held=Post(last.post).label,
        since=last.since,
        until=last.until,
        post=post.label,
    )


def refused_by_rule(staff: str, post: Post, since: date, until: date) -> Refusal:
    """Say why the database refused what the act had found free: somebody was faster."""
    return exclusive(staff, post, since, until) or RowMoved()


_PAIRS = ", ".join(f"('{one.value}', '{other.value}')" for one, other in sorted(EXCLUSIVE))
_TAKEN = (
    f"EXISTS (SELECT 1 FROM {TABLE} a WHERE a.staff_id = NEW.staff_id AND a.id <> NEW.id"
    " AND a.since < NEW.until AND NEW.since < a.until"
    " AND a.since < a.until AND NEW.since < NEW.until"
    f" AND (a.post, NEW.post) IN (VALUES {_PAIRS}))"
)
_WIDENED = (
    "NEW.staff_id <> OLD.staff_id OR NEW.post <> OLD.post"
    " OR NEW.since < OLD.since OR NEW.until > OLD.until"
)

# The person's row is written, not only locked: whoever comes second waits for the first, and then
# either sees what the first wrote or, looking at an older snapshot, is let go by the database.
ONE_AT_A_TIME = """UPDATE staff_staff SET name = name WHERE number = NEW.staff_id;
IF NOT FOUND THEN
  RAISE EXCEPTION 'nobody has this staff number' USING ERRCODE = 'foreign_key_violation',
    CONSTRAINT = 'nobody_is_assigned_who_was_not_enlisted';
END IF;"""

_FUNCTION = f"""
BEGIN
IF TG_OP = 'UPDATE' AND NOT ({_WIDENED}) THEN
  RETURN NULL;
END IF;
{ONE_AT_A_TIME}
IF {_TAKEN} THEN
  RAISE EXCEPTION '% already holds a post that excludes %', NEW.staff_id, NEW.post
    USING ERRCODE = 'exclusion_violation', CONSTRAINT = '{RULE}', TABLE = '{TABLE}';
END IF;
RETURN NULL;
END
"""
_SAYS = f"SELECT RAISE(ABORT, '{RULE}') WHERE {_TAKEN};"

TRIGGERS: Triggers = {
    "postgresql": [
        Trigger(
            f"{TABLE}_excludes",
            TABLE,
            f"AFTER INSERT OR UPDATE ON {TABLE} FOR EACH ROW",
            _FUNCTION,
            "staff_refuse_exclusive_posts",
        )
    ],
    "sqlite": [
        Trigger(f"{TABLE}_excludes_new", TABLE, f"AFTER INSERT ON {TABLE}", _SAYS),
        Trigger(
            f"{TABLE}_excludes_changed", TABLE, f"AFTER UPDATE ON {TABLE} WHEN {_WIDENED}", _SAYS
        ),
    ],
}
"""Fired after the row stands, so that several rows of one statement see each other."""
