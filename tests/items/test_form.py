"""A form is read field by field, so that everything wrong with it is said at once."""

from datetime import date
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from yichuang.domain.items.fields import CitizenId, Count, Day, Fen, Month, PersonName, YesNo
from yichuang.domain.items.form import FieldMistake, ItemForm, read


class Retirement(ItemForm):
    """The form of an item, as an item would write it."""

    name: PersonName = Field(title="姓名")
    citizen_id: CitizenId = Field(title="公民身份号码")
    retires_on: Day = Field(title="退休日期")
    category: Literal["normal", "special"] = Field(title="退休类别")
    months: Count = Field(title="缴费月数")
    index_fen: Fen | None = Field(default=None, title="指数化工资")
    last_month: Month | None = Field(default=None, title="最后缴费月")
    married: YesNo = Field(default=False, title="已婚")


GOOD: dict[str, object] = {
    "name": "张三",
    "citizen_id": "11010519491231002X",
    "retires_on": "2009-12-31",
    "category": "normal",
    "months": "180",
}


def codes(data: object) -> dict[str, str]:
    return {mistake.field: mistake.code for mistake in read(Retirement, data)[1]}


def test_a_form_without_mistakes_is_whole() -> None:
    form, mistakes = read(Retirement, GOOD)
    assert mistakes == []
    assert (form.retires_on, form.months) == (date(2009, 12, 31), 180)
    assert (form.index_fen, form.last_month, form.married) == (None, None, False)
    assert form.has(*Retirement.model_fields)


def test_a_form_that_was_read_does_not_change() -> None:
    form, _ = read(Retirement, GOOD)
    with pytest.raises(ValidationError):
        form.months = 1  # type: ignore[misc]
    assert read(Retirement, form.model_dump())[0] == form
    assert read(Retirement, form.model_dump(mode="json"))[0] == form


def test_all_mistakes_are_known_at_once() -> None:
    data = GOOD | {
        "name": "张 三",
        "retires_on": "2009-02-30",
        "category": "早退",
        "index_fen": 1.5,
        "bonus": 1,
    }
    del data["months"]
    form, mistakes = read(Retirement, data)
    assert mistakes == [
        FieldMistake("name", "姓名", "name-space", "汉字姓名中间不要空格，请删去"),
        FieldMistake("retires_on", "退休日期", "day-calendar", "日历上没有这一天，请核对"),
        FieldMistake("category", "退休类别", "field-choice", "请从列出的选项中选一项"),
        FieldMistake("months", "缴费月数", "field-missing", "不能空着，请填写"),
        FieldMistake("index_fen", "指数化工资", "fen-format", "请用阿拉伯数字填写金额"),
        FieldMistake("bonus", "bonus", "field-unknown", "表单没有这一栏，请删去"),
    ]
    assert form.has("citizen_id", "last_month", "married")


def test_the_good_fields_of_a_bad_form_can_be_checked_further() -> None:
    form, _ = read(Retirement, GOOD | {"months": True, "married": "是"})
    assert form.has("name", "retires_on")
    assert form.name == "张三"
    assert not form.has("name", "months")
    assert not form.has("married"), "a default never stands in for a mistake"
    for bad in ("months", "married"):
        with pytest.raises(AttributeError):
            getattr(form, bad)


def test_asking_for_a_field_that_no_form_has_is_a_slip_of_the_programmer() -> None:
    form, _ = read(Retirement, GOOD)
    with pytest.raises(AttributeError, match="'nmae'"):
        form.has("nmae")


@pytest.mark.parametrize("blank", [None, "", " ", "　"])
def test_what_is_left_blank_is_missing_only_where_it_must_be_filled(blank: object) -> None:
    assert codes(GOOD | {"index_fen": blank, "last_month": blank, "married": blank}) == {}
    assert codes(GOOD | {"name": blank, "category": blank}) == {
        "name": "field-missing",
        "category": "field-missing",
    }


@pytest.mark.parametrize("data", [None, [], "name", 1, 1.5, b"{}", True, [("name", "张三")]])
def test_what_is_not_a_form_is_one_mistake(data: object) -> None:
    form, mistakes = read(Retirement, data)
    assert [mistake.code for mistake in mistakes] == ["form-shape"]
    assert not any(form.has(name) for name in Retirement.model_fields)


def test_a_flood_of_unknown_keys_is_a_short_answer() -> None:
    _, mistakes = read(Retirement, GOOD | {f"k{n}": n for n in range(10**5)})
    assert len(mistakes) == 21
    assert mistakes[-1].code == "field-unknown-more"


@pytest.mark.parametrize(
    "key",
    [1, None, True, b"name", "a\0b", "\ud800", "k" * 10**6, "", ()],
    ids=lambda key: ascii(key)[:20],
)
def test_a_strange_key_is_not_repeated_to_the_reader(key: object) -> None:
    data: dict[object, object] = {key: 1}
    data.update(GOOD)
    (mistake,) = read(Retirement, data)[1]
    assert (mistake.field, mistake.title, mistake.code) == ("", "未知栏目", "field-unknown")


def test_nested_data_is_turned_away_unopened() -> None:
    deep_list: list[Any] = []
    deep_tuple: tuple[Any, ...] = ()
    for _ in range(10**5):
        deep_list, deep_tuple = [deep_list], (deep_tuple,)
    for deep in (deep_list, deep_tuple, {"a": deep_list}, b"a", object(), {1, 2}):
        assert codes(dict.fromkeys(GOOD, deep)) == dict.fromkeys(GOOD, "field-shape")


def test_a_mistake_does_not_repeat_what_was_typed() -> None:
    with pytest.raises(ValidationError) as caught:
        Retirement.model_validate(GOOD | {"citizen_id": "110105194912310021"})
    assert "110105194912310021" not in str(caught.value)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.dates(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
keys = st.sampled_from(sorted(Retirement.model_fields)) | st.text() | st.integers() | st.none()


@given(
    st.dictionaries(keys, anything | st.sampled_from(sorted(map(str, GOOD.values())))) | anything
)
def test_any_input_is_a_form_or_a_list_of_mistakes(data: object) -> None:
    form, mistakes = read(Retirement, data)
    for mistake in mistakes:
        assert mistake.title
        assert mistake.message
        assert "-" in mistake.code
        assert mistake.field.isascii()
        if mistake.field in Retirement.model_fields:
            assert not form.has(mistake.field)
    for name in Retirement.model_fields:
        if form.has(name):
            assert type(getattr(form, name)) in {str, int, bool, date, type(None)}
    if not mistakes:
        assert form == Retirement.model_validate(form.model_dump(mode="json"))
