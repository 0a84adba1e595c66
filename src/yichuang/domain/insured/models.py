"""The register: employers, persons, enrolments, proofs — and what was believed before."""

from typing import ClassVar

from django.db import models

from yichuang.domain.trail.models import Registered

SEXES = {"male": "男", "female": "女"}
INSURANCES = {"enterprise-pension": "企业职工基本养老保险"}
"""What each insurance (险种) is called."""


def _searched(noun: str) -> list[models.Index]:
    """Index what is searched for by its beginning, within an agency; SQLite knows one order."""
    return [
        models.Index(
            name=f"{noun}_by_{column}",
            fields=["agency", column],
            opclasses=["varchar_ops", "varchar_pattern_ops"],
        )
        for column in ("name", "initials", "other_initials", "phone_end")
    ]


class Employer(Registered):
    """An employer (参保单位)."""

    number = models.CharField("单位编号", max_length=30, primary_key=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField("单位名称", max_length=100)
    kind = models.CharField("单位类型", max_length=20)
    representative = models.CharField("法定代表人或负责人", max_length=50)
    address = models.CharField("住所", max_length=200)
    phone = models.CharField("联系电话", max_length=20)
    registered_on = models.DateField("参保登记日期")
    agency = models.CharField("登记机构", max_length=6)
    version = models.IntegerField("版本")
    initials = models.CharField("拼音首字母", max_length=50, null=True)  # noqa: DJ001 -- none
    other_initials = models.CharField("另读首字母", max_length=50, null=True)  # noqa: DJ001 -- none
    phone_end = models.CharField("电话末四位", max_length=4, null=True)  # noqa: DJ001 -- none

    class Meta:
        verbose_name = "参保单位"
        constraints: ClassVar = [
            models.UniqueConstraint(name="an_employer_is_registered_once", fields=["credit_code"])
        ]
        indexes: ClassVar = _searched("employer")

    def __str__(self) -> str:
        return self.name


class Person(Registered):
    """An insured person (参保人员)."""

    number = models.CharField("个人编号", max_length=30, primary_key=True)
    citizen_id = models.CharField("公民身份号码", max_length=18)
    name = models.CharField("姓名", max_length=50)
    sex = models.CharField("性别", max_length=6)
    born_on = models.DateField("出生日期")
    phone = models.CharField("联系电话", max_length=20)
    agency = models.CharField("登记机构", max_length=6)
    version = models.IntegerField("版本")
    initials = models.CharField("拼音首字母", max_length=50, null=True)  # noqa: DJ001 -- none
    other_initials = models.CharField("另读首字母", max_length=50, null=True)  # noqa: DJ001 -- none
    phone_end = models.CharField("电话末四位", max_length=4, null=True)  # noqa: DJ001 -- none

    class Meta:
        verbose_name = "参保人员"
        constraints: ClassVar = [
            models.UniqueConstraint(name="a_citizen_is_registered_once", fields=["citizen_id"])
        ]
        indexes: ClassVar = _searched("person")

    def __str__(self) -> str:
        return self.name


class Enrolment(Registered):
    """A person insured through an employer (参保关系) from a month, both months included."""

    number = models.CharField("参保关系编号", max_length=30, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, verbose_name="参保人员")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, verbose_name="参保单位")
    insurance = models.CharField("险种", max_length=20)
    since = models.CharField("参保年月", max_length=7)
    until = models.CharField("停保年月", max_length=7, null=True)  # noqa: DJ001 -- none: open
    employed_on = models.DateField("用工日期")
    version = models.IntegerField("版本")

    class Meta:
        verbose_name = "参保关系"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_open_enrolment_in_an_insurance",
                fields=["person", "insurance"],
                condition=models.Q(until__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.insurance} {self.since}"


class Proof(Registered):
    """A proof of insurance that was handed out (参保证明)."""

    number = models.CharField("证明编号", max_length=30, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, verbose_name="参保人员")
    issued_on = models.DateField("出具日期")
    purpose = models.CharField("用途", max_length=100)
    text = models.TextField("证明内容")

    class Meta:
        verbose_name = "参保证明"

    def __str__(self) -> str:
        return self.number


class Payable(Registered):
    """What is owed to somebody (待付款): made by the last signature, released by finance.

    Never a part of the case's signatures: one person prepares the release, another signs it.
    """

    number = models.CharField("应付编号", max_length=30, primary_key=True)
    case_number = models.CharField("办件", max_length=30)
    kind = models.CharField("款项", max_length=40)
    payee = models.CharField("收款人", max_length=50)
    citizen_id = models.CharField("收款人公民身份号码", max_length=18)
    account = models.CharField("收款账号", max_length=30)
    amount_fen = models.BigIntegerField("金额（分）")
    agency = models.CharField("支付机构", max_length=6)
    since = models.DateField("应付日期")
    prepared_by = models.CharField("制单人", max_length=20, null=True)  # noqa: DJ001 -- not yet
    prepared_at = models.DateTimeField("制单时间", null=True)
    released_by = models.CharField("签付人", max_length=20, null=True)  # noqa: DJ001 -- not yet
    released_at = models.DateTimeField("签付时间", null=True)
    version = models.IntegerField("版本")

    class Meta:
        verbose_name = "待付款"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="what_is_owed_is_more_than_nothing", condition=models.Q(amount_fen__gt=0)
            ),
            models.CheckConstraint(
                name="a_payment_is_released_by_a_second_person",
                condition=models.Q(released_by__isnull=True)
                | (
                    models.Q(prepared_by__isnull=False)
                    & ~models.Q(released_by=models.F("prepared_by"))
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="payable_by_agency", fields=["agency", "released_at"])
        ]

    def __str__(self) -> str:
        return self.number


class Revision(Registered):
    """What the register believed of a row from a moment on (登记册沿革). Never changed."""

    key = models.CharField("编号", max_length=60, primary_key=True)
    noun = models.CharField("类别", max_length=20)
    number = models.CharField("登记编号", max_length=30)
    version = models.IntegerField("版本")
    believed_at = models.DateTimeField("登记时间")
    content = models.TextField("内容")

    class Meta:
        verbose_name = "登记册沿革"
        indexes: ClassVar = [
            models.Index(name="insured_revision_by_row", fields=["noun", "number", "version"])
        ]

    def __str__(self) -> str:
        return self.key
