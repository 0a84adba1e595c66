"""Names are found by the letters that their syllables begin with, however they are read."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.engines.initials import MOST, initials
from yichuang.engines.initials.surnames import SURNAMES

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("高桂梅", "ggm"),
        ("白守田", "bst"),
        ("吕布", "lb"),
        ("欧阳修", "oyx"),
        ("安", "a"),
        ("黄龙县果业有限公司", "hlxgyyxgs"),
        ("中国银行重庆分行", "zgyhcqfh"),
        ("长安路小学", "calxx"),
        ("买买提·艾力", "mmtal"),
        ("长青（集团）公司", "cqjtgs"),
        ("Ａ２果业", "a2gy"),
        ("Ångström", "angstrom"),
    ],
)
def test_a_name_is_read_by_its_first_letters(name: str, letters: str) -> None:
    assert initials(name)[0] == letters


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("单秀英", ("sxy", "dxy")),
        ("曾国藩", ("zgf", "cgf")),
        ("解晓东", ("xxd", "jxd")),
        ("仇英", ("qy", "cy")),
        ("盖文", ("gw",)),
        ("查良", ("zl", "cl")),
        ("区志", ("oz", "qz")),
        ("朴文", ("pw",)),
        ("任文", ("rw",)),
        ("翟文", ("zw", "dw")),
        ("覃文", ("qw", "tw")),
        ("缪文", ("mw",)),
        ("乐文", ("yw", "lw")),
        ("尉迟恭", ("ycg", "wcg")),
        ("万俟文", ("mqw", "wqw")),
        ("长孙文", ("zsw", "csw")),
        ("呼延文", ("hyw", "xyw")),
    ],
)
def test_a_surname_is_read_its_own_way_and_found_by_the_usual_one_too(
    name: str, readings: tuple[str, ...]
) -> None:
    assert initials(name) == readings


def test_only_at_the_beginning_is_it_a_surname() -> None:
    assert initials("果单位")[0] == "gdw"
    assert initials("A单位")[0] == "adw"


def test_what_has_no_syllable_is_dropped() -> None:
    assert initials("") == initials("!！\0\ud800\U0010ffff。") == ()
    assert initials("\U00020bb7\U0003134a田") == ("t",), "rare characters are skipped"


def test_a_long_name_is_cut() -> None:
    assert initials("高" * 10_000) == ("g" * MOST,)
    assert initials("\ufdfa" * 100) == ()


@given(st.text() | st.text(HAN) | st.text(st.characters(), max_size=300))
def test_every_text_has_at_most_two_readings_that_can_be_typed(text: str) -> None:
    readings = initials(text)
    assert len(readings) <= 2
    assert len(set(readings)) == len(readings)
    for reading in readings:
        assert 0 < len(reading) <= MOST
        assert reading.isascii()
        assert reading.isalnum()
        assert reading == reading.lower()


@given(st.text(HAN, max_size=50))
def test_two_readings_differ_in_one_letter_or_where_a_surname_ends(text: str) -> None:
    readings = initials(text)
    if len(readings) == 2:
        first, other = readings
        assert len(first) == len(other)
        assert sum(a != b for a, b in zip(first, other, strict=True)) == 1


@given(st.text(st.sampled_from("行长重庆乐单解朴中国银安公司果业高桂梅"), max_size=50))
def test_every_known_sign_gives_its_letter(text: str) -> None:
    assert len("".join(initials(text)[:1])) == len(text)


def test_the_table_of_surnames_can_be_typed() -> None:
    for name, letters in SURNAMES.items():
        assert len(name) == len(letters), name
        assert letters.isascii()
        assert letters.islower()


def test_the_library_is_not_loaded_before_it_is_needed() -> None:
    seen = (
        "import sys; from yichuang.engines.initials import initials;"
        "before = 'pypinyin' in sys.modules; initials('高');"
        "print(before, 'pypinyin' in sys.modules)"
    )
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", seen], capture_output=True, text=True, check=True, env=here
    )
    assert done.stdout.split() == ["False", "True"]
