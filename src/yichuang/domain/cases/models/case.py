"""The case (办件): its key is its chain, its version is the number of acts on the chain."""

from typing import ClassVar

from django.db import models

from yichuang.domain.cases.states import OPEN, STATES
from yichuang.domain.catalogue.models import Edition
from yichuang.domain.staff.models import Agency
from yichuang.domain.staff.posts import Post
from yichuang.domain.trail.models import Chain, Kept


class Case(Kept):
    """A case (办件) and everything it was decided under."""

    chain = models.OneToOneField(
        Chain, on_delete=models.PROTECT, primary_key=True, verbose_name="链"
    )
    number = models.CharField("受理编号", max_length=30)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, verbose_name="受理机构")
    item = models.CharField("事项", max_length=40)
    subject = models.CharField("办理对象", max_length=120)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, verbose_name="目录版本")
    program = models.CharField("程序版本", max_length=20)
    level = models.PositiveSmallIntegerField("风险等级")
    timing = models.CharField("时限类型", max_length=10)
    state = models.CharField("状态", max_length=12, choices=list(STATES.items()))
    step = models.SmallIntegerField("所在席位", null=True)
    form = models.TextField("表单")
    materials = models.TextField("材料")
    supplied = models.TextField("补交材料")
    route = models.TextField("流程及理由")
    accepted_at = models.DateTimeField("受理时间")
    statutory_due_on = models.DateField("法定期限", null=True)
    promised_due_on = models.DateField("承诺期限", null=True)
    held_at = models.DateTimeField("挂起时间", null=True)
    done_at = models.DateTimeField("办结时间", null=True)
    step_since = models.DateTimeField("到达本步时间", null=True)
    """Since when the case stands where it stands; none: accepted before this was kept."""
    original = models.CharField("原办件", max_length=30, null=True)  # noqa: DJ001 -- none
    """The number of the case that this one corrects, or objects to."""
    keyed = models.CharField("双岗录入", max_length=10, null=True)  # noqa: DJ001 -- not yet
    """How the second keying of the key fields came out: same, differs, or settled."""
    second_keying = models.TextField("复录内容", null=True)  # noqa: DJ001 -- none
    """What the second person keyed, as a canonical object of fields, while it differs."""
    suspended_on = models.DateField("中止之日", null=True)
    """Since when the clock of the case is stopped; none: it runs."""

    class Meta:
        verbose_name = "办件"
        constraints: ClassVar = [
            models.UniqueConstraint(name="a_case_number_exists_once", fields=["number"]),
            models.CheckConstraint(
                name="a_case_in_progress_stands_at_a_step",
                condition=models.Q(state__in=[*OPEN, "done"], step__isnull=False)
                | (~models.Q(state__in=[*OPEN, "done"]) & models.Q(step__isnull=True)),
            ),
            models.CheckConstraint(
                name="a_case_is_in_a_known_state", condition=models.Q(state__in=list(STATES))
            ),
            models.CheckConstraint(
                name="limited_business_has_a_deadline",
                condition=models.Q(timing="instant")
                | models.Q(statutory_due_on__isnull=False)
                | models.Q(promised_due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="only_done_cases_say_when_they_were_done",
                condition=models.Q(state__in=["done", "filed"], done_at__isnull=False)
                | (~models.Q(state__in=["done", "filed"]) & models.Q(done_at__isnull=True)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="cases_case_by_state", fields=["agency", "state"]),
            models.Index(name="cases_case_by_original", fields=["original"]),
        ]

    def __str__(self) -> str:
        return self.number


class Seat(Kept):
    """A role in a case (席位): taken once, by one person, for life.

    Accept, correct, handle and finish are verbs of one seat. Who stands down leaves the seat of
    that `turn`; another person takes the next turn, and the first name stays barred.
    """

    pk = models.CompositePrimaryKey("case_id", "step", "turn")
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="seats", verbose_name="办件", db_index=False
    )
    step = models.SmallIntegerField("席位")
    turn = models.SmallIntegerField("第几任")
    post = models.CharField("岗位", max_length=20, choices=Post)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, verbose_name="机构", db_index=False
    )
    duty = models.CharField("权限", max_length=10)
    holder = models.CharField("工号", max_length=20, null=True)  # noqa: DJ001 -- none: not taken
    decision = models.CharField("决定", max_length=10, null=True)  # noqa: DJ001 -- none yet
    decided_at = models.DateTimeField("决定时间", null=True)
    signed = models.CharField("签字摘要", max_length=64, null=True)  # noqa: DJ001 -- none yet
    stands_down = models.BooleanField("已回避", default=False)

    class Meta:
        verbose_name = "席位"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_person_one_role_in_a_case_for_life", fields=["case", "holder"]
            ),
            models.UniqueConstraint(
                name="one_standing_seat_a_step",
                fields=["case", "step"],
                condition=models.Q(stands_down=False),
            ),
            models.CheckConstraint(
                name="a_decision_has_a_holder",
                condition=models.Q(decision__isnull=True)
                | models.Q(holder__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}: {self.holder or '-'}"


class Claim(Kept):
    """A hold on a person or employer while a case is open (占用)."""

    pk = models.CompositePrimaryKey("case_id", "subject", "kind")
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="claims", verbose_name="办件", db_index=False
    )
    subject = models.CharField("对象", max_length=60)
    kind = models.CharField("种类", max_length=30)
    open = models.BooleanField("有效", default=True)

    class Meta:
        verbose_name = "占用"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_open_claim_of_a_kind_on_a_subject",
                fields=["subject", "kind"],
                condition=models.Q(open=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.kind}"
