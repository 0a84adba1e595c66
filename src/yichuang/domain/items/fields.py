"""What may be written into a field: the bounded types that every item's form is made of.

An item writes ``name: ShortText = Field(title="单位名称")`` and uses no bare ``str`` or ``int``.
Every refusal has a stable code and tells the teller, in Chinese, what to do.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from stdnum import luhn
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

Sex = Literal["male", "female"]

FEN_MAX: Final = 10**13
COUNT_MAX: Final = 1_000_000
EARLIEST_DAY: Final = date(1900, 1, 1)
LATEST_DAY: Final = date(2100, 12, 31)
EARLIEST_BIRTH: Final = date(1880, 1, 1)

# The white space that people leave around what they type. Tabs and line ends are control
# characters and refused: they would silently split a printed line or a spreadsheet cell.
SPACES: Final = (
    " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000"
)
# Signs that leave no ink although Unicode counts them as letters, marks or symbols.
INKLESS: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]",
)
# A spreadsheet takes a cell that begins so for a formula and would run it.
FORMULA: Final = re.compile("[=+@＝＋＠－-]")
# Whole planes for Chinese characters: rare names use ones that are newer than the interpreter's
# tables, and a person must not be turned away for that.
HAN_PLANES: Final = range(0x20000, 0x40000)
NONCHARACTER: Final = 0xFFFE
HAN: Final = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
SPACE_IN_HAN: Final = re.compile(f"[{HAN}][{SPACES}]+[{HAN}]")

_CONTROL: Final = ("text-control-character", "含有换行、制表等控制字符（{sign}），请删去后重新键入")
_REFUSED: Final = {
    "Cc": _CONTROL,
    "Zl": _CONTROL,
    "Zp": _CONTROL,
    "Cf": ("text-invisible-character", "含有看不见的字符（{sign}），请删去后重新键入"),
    "Cs": ("text-broken-character", "含有残缺的字符（{sign}），请重新键入"),
    "Cn": ("text-unassigned-character", "含有没有编码的字符（{sign}），请重新键入"),
    "Co": ("text-private-character", "含有自造字（{sign}），请改用国家标准编码的字"),
}


def is_blank(value: object) -> bool:
    """Whether nothing was filled in: no value at all, or white space only."""
    return value is None or (isinstance(value, str) and not value.strip(SPACES))


def _kind(character: str) -> str:
    """Return the Unicode category by which a character is allowed or refused."""
    if INKLESS.match(character):
        return "Cf"
    kind = unicodedata.category(character)
    if kind == "Cn" and ord(character) in HAN_PLANES and ord(character) & 0xFFFE != NONCHARACTER:
        return "Lo"
    return kind


def _refuse_unclean(text: str) -> None:
    """Refuse any character that can't be seen, printed or kept."""
    for character in text:
        if (kind := _kind(character)) in _REFUSED:
            code, message = _REFUSED[kind]
            raise PydanticCustomError(code, message, {"sign": f"U+{ord(character):04X}"})


@dataclass(frozen=True)
class Text:
    """Clean text of bounded length; used as ``Annotated[str, Text(30)]``."""

    maximum: int

    def __get_pydantic_core_schema__(
        self,
        source: object,
        handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        """Read first by the house's rule; the plain schema below it carries the length."""
        return core_schema.no_info_before_validator_function(
            self.read,
            core_schema.str_schema(max_length=self.maximum),
        )

    def read(self, value: object) -> str:
        """Return the text without outer white space, in composed form (NFC)."""
        if not isinstance(value, str):
            raise PydanticCustomError("text-type", "请填写文字")
        text = value.strip(SPACES)
        # Composing shortens a text to a quarter at most; what is longer needn't be composed,
        # which is slow for a long run of accents.
        if len(text) <= 4 * self.maximum:
            text = unicodedata.normalize("NFC", text)
        if len(text) > self.maximum:
            raise PydanticCustomError(
                "text-too-long",
                "最多填 {maximum} 个字，请缩短",
                {"maximum": self.maximum},
            )
        if not text:
            raise PydanticCustomError("text-empty", "不能空着，请填写")
        _refuse_unclean(text)
        if FORMULA.match(text):
            raise PydanticCustomError("text-formula", "开头不能是 = + - @，请改写")
        return text


def _person_name(value: str) -> str:
    """Accept letters of any script, the middle dot and inner spaces of foreign names."""
    if SPACE_IN_HAN.search(value):
        raise PydanticCustomError("name-space", "汉字姓名中间不要空格，请删去")
    for character in value:
        if _kind(character)[0] not in "LM" and character not in "〇· '’-.":
            raise PydanticCustomError(
                "name-character",
                "姓名里不能有“{sign}”；间隔号请用“·”",
                {"sign": character},
            )
    return value


def _typed(value: object, pattern: str) -> re.Match[str] | None:
    """Match a number typed by hand: outer white space dropped, letters raised."""
    if not isinstance(value, str) or not (text := value.strip(SPACES)).isascii():
        return None
    return re.fullmatch(pattern, text.upper())


@dataclass(frozen=True)
class Whole:
    """A whole number from 0 to a maximum; used as ``Annotated[int, Whole(…)]``."""

    maximum: int
    code: str
    format_message: str
    range_message: str

    def __get_pydantic_core_schema__(
        self,
        source: object,
        handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        """Read first by the house's rule; the plain schema below it carries the bounds."""
        return core_schema.no_info_before_validator_function(
            self.read,
            core_schema.int_schema(ge=0, le=self.maximum),
        )

    def read(self, value: object) -> int:
        """Return the number, given as such or typed in plain digits."""
        if match := _typed(value, "[0-9]+"):
            # Twenty digits are beyond every range; reading more of them only costs time.
            number = int(match[0].lstrip("0")[:20] or "0")
        elif isinstance(value, int) and not isinstance(value, bool):
            number = int(value)
        else:
            raise PydanticCustomError(f"{self.code}-format", self.format_message)
        if not 0 <= number <= self.maximum:
            raise PydanticCustomError(f"{self.code}-range", self.range_message)
        return number


def _day(value: object) -> date:
    """Accept a calendar day, given as such, as YYYY-MM-DD, or typed quickly as YYYYMMDD."""
    if type(value) is date:
        day = value
    elif match := _typed(value, "[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8}"):
        try:
            day = date.fromisoformat(match[0])
        except ValueError:
            raise PydanticCustomError("day-calendar", "日历上没有这一天，请核对") from None
    else:
        raise PydanticCustomError("day-format", "请按“年-月-日”填写日期，如 2016-03-07")
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        raise PydanticCustomError("day-range", "日期应在 1900 年至 2100 年之间，请核对")
    return day


def _month(value: object) -> str:
    """Accept a month written as YYYY-MM or typed as YYYYMM, and keep it as YYYY-MM."""
    match = _typed(value, "([0-9]{4})-?(0[1-9]|1[0-2])")
    if not match:
        raise PydanticCustomError("month-format", "请按“年-月”填写月份，如 2016-03")
    if not EARLIEST_DAY.year <= int(match[1]) <= LATEST_DAY.year:
        raise PydanticCustomError("month-range", "月份应在 1900 年至 2100 年之间，请核对")
    return f"{match[1]}-{match[2]}"


def _yes_no(value: object) -> bool:
    """Accept only yes or no, not what could be taken for one."""
    if not isinstance(value, bool):
        raise PydanticCustomError("yes-no", "请选择“是”或“否”")
    return value


def _citizen_id(value: object) -> str:
    """Check a citizen's number by GB 11643; regions change, so the region is never a reason."""
    if not (match := _typed(value, "[0-9]{17}[0-9X]")):
        raise PydanticCustomError("citizen-id-format", "公民身份号码应为 18 位，末位可为 X，请核对")
    number = match[0]
    if not mod_11_2.is_valid(number):
        raise PydanticCustomError("citizen-id-check", "公民身份号码校验位不符，请对照证件逐位核对")
    try:
        in_time = EARLIEST_BIRTH <= born_on(number) <= LATEST_DAY
    except ValueError:
        in_time = False
    if not in_time:
        raise PydanticCustomError("citizen-id-birth", "公民身份号码中的出生日期不成立，请核对证件")
    return number


def born_on(citizen_id: str) -> date:
    """Return the date of birth in a citizen's number; ValueError if there is no such day."""
    return date(int(citizen_id[6:10]), int(citizen_id[10:12]), int(citizen_id[12:14]))


def sex_of(citizen_id: str) -> Sex:
    """Return the sex in a citizen's number: its 17th digit is odd for men."""
    return "male" if int(citizen_id[16]) % 2 else "female"


def _credit_code(value: object) -> str:
    """Check a unified social credit code by GB 32100, whatever its region."""
    # The register's first two places may be letters (farmers' co-operatives: N2), which the
    # number library's own format check would refuse; so only its check character is used.
    letters = "[0-9A-HJ-NPQRTUWXY]"
    if not (match := _typed(value, f"{letters}{{2}}[0-9]{{6}}{letters}{{10}}")):
        raise PydanticCustomError(
            "credit-code-format",
            "统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z），请核对",
        )
    if uscc.calc_check_digit(match[0][:-1]) != match[0][-1]:
        raise PydanticCustomError("credit-code-check", "统一社会信用代码校验位不符，请逐位核对")
    return match[0]


def _phone(value: object) -> str:
    """Accept a mobile number, or a landline with its area code, kept with one hyphen."""
    if match := _typed(value, "(1[3-9][0-9])-?([0-9]{4})-?([0-9]{4})"):
        return "".join(match.groups())
    if match := _typed(value, "(010|02[0-9]|0[3-9][0-9]{2})-?([2-9][0-9]{6,7})"):
        return "-".join(match.groups())
    raise PydanticCustomError("phone-format", "请填手机号，或带区号的座机号，如 029-87654321")


def _region_code(value: object) -> str:
    """Accept a code of GB/T 2260 by its form; which ones exist is for the catalogue to say."""
    if not (match := _typed(value, "[1-9][0-9]{5}")):
        raise PydanticCustomError("region-code-format", "行政区划代码应为 6 位数字，请核对")
    return match[0]


def _bank_card(value: object) -> str:
    """Check a bank card's number by its last digit; cards print it in groups."""
    match = _typed(value, "[0-9]+( [0-9]+)*")
    number = match[0].replace(" ", "") if match else ""
    if not re.fullmatch("[0-9]{12,19}", number):
        raise PydanticCustomError("bank-card-format", "银行卡号应为 12 至 19 位数字，请核对")
    if not luhn.is_valid(number):
        raise PydanticCustomError("bank-card-check", "银行卡号校验位不符，请对照卡面逐位核对")
    return number


ShortText = Annotated[str, Text(50)]
LineText = Annotated[str, Text(100)]
LongText = Annotated[str, Text(500)]
PersonName = Annotated[str, Text(50), AfterValidator(_person_name)]
Fen = Annotated[
    int,
    Whole(FEN_MAX, "fen", "请用阿拉伯数字填写金额", "金额应在 0 至 1000 亿元之间，请核对"),
]
Count = Annotated[
    int,
    Whole(COUNT_MAX, "count", "请用阿拉伯数字填写整数", "数目应在 0 至 1000000 之间，请核对"),
]
Day = Annotated[date, BeforeValidator(_day)]
Month = Annotated[str, StringConstraints(max_length=7), BeforeValidator(_month)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
CitizenId = Annotated[str, StringConstraints(max_length=18), BeforeValidator(_citizen_id)]
CreditCode = Annotated[str, StringConstraints(max_length=18), BeforeValidator(_credit_code)]
Phone = Annotated[str, StringConstraints(max_length=13), BeforeValidator(_phone)]
RegionCode = Annotated[str, StringConstraints(max_length=6), BeforeValidator(_region_code)]
BankCard = Annotated[str, StringConstraints(max_length=19), BeforeValidator(_bank_card)]
