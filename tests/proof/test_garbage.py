"""Whatever is handed to the checker, it answers: holds, doesn't hold, or can't be read."""

import json
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.halls import Huanglong
from tests.proof.forging import Proof
from yichuang import checker
from yichuang.domain.journeys.proofs import proof_text

WHOLE = '{"format":"yichuang proof 1","case":"1","acts":[],"keys":{},"people":{},"linked":[]}'
GARBAGE: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"\x00\xff\xfe",
    "no UTF-8": b'{"format":"\xff"}',
    "a list": b"[]",
    "a number": b"7",
    "another format": b'{"format":"yichuang proof 2"}',
    "nothing in it": b'{"format":"yichuang proof 1"}',
    "a name twice": b'{"format":"yichuang proof 1",' + WHOLE.encode()[1:],
    "a fraction": WHOLE.replace('"1"', "1.5").encode(),
    "no number at all": WHOLE.replace('"1"', "NaN").encode(),
    "a number without end": WHOLE.replace('"1"', "9" * 100_000).encode(),
    "nested without end": b"[" * 200_000,
    "nested in its place": WHOLE.replace("[]", "[" * 50_000 + "]" * 50_000, 1).encode(),
    "acts of no kind": WHOLE.replace('"acts":[]', '"acts":[7]').encode(),
    "keys of no kind": WHOLE.replace('"keys":{}', '"keys":[[]]').encode(),
    "half a sign": WHOLE.replace('"case":"1"', '"case":"\\ud800"').encode(),
}
ODD: tuple[Any, ...] = (None, True, -1, 10**40, "", "\x1b[2J", "\ud800", [], {}, [[]], {"": None})


def answered(file: Path, given: bytes, *options: str) -> int:
    """Give what the checker answers to a file."""
    file.write_bytes(given)
    return checker.main([str(file), *options])


def test_what_is_no_proof_is_told_as_such(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, given in GARBAGE.items():
        assert answered(tmp_path / "proof.json", given) == 2, name
        assert capsys.readouterr().out == (
            "这不是能读的证明文件。请核对文件是否完整，或请经办机构重新导出。\n"
        )
    assert checker.main([str(tmp_path / "none.json"), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "unreadable"


def test_a_proof_with_anything_in_any_place_is_answered(
    huanglong: Huanglong,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checker, "signs", lru_cache(None)(checker.signs))
    number, random = huanglong.accept_employer(), Random(20260309)  # noqa: S311
    huanglong.carry(number, "deputy")
    text = proof_text(number, at=huanglong.now)
    assert answered(tmp_path / "proof.json", text.encode()) == 0
    told = capsys.readouterr().out
    assert told.endswith("全部相符\n")
    for turn in range(200):
        proof = json.loads(text)
        _spoil(proof, random)
        given = json.dumps(proof).encode()
        assert answered(tmp_path / "proof.json", given, *(["--json"] if turn % 2 else [])) <= 2
        out = capsys.readouterr().out
        assert "\x1b" not in out
        assert turn % 2 == 0 or isinstance(json.loads(out), dict)


def _spoil(proof: Proof, random: Random) -> None:
    """Put something odd in one place, also within what an act says."""
    content = json.loads(proof["acts"][1]["content"])
    within = random.random() < 0.5
    place: Any = content if within else proof
    while True:
        names = list(place) if isinstance(place, dict) else list(range(len(place)))
        name = random.choice(names)
        if isinstance(place[name], dict | list) and place[name] and random.random() < 0.8:
            place = place[name]
            continue
        place[name] = random.choice(ODD)
        break
    if within:
        proof["acts"][1]["content"] = json.dumps(content)
