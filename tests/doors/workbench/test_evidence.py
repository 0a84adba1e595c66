"""A case leaves the house with its proof: by a page that leaves a line, and only by few."""

import json
from pathlib import Path

from tests.doors.workbench.conftest import ComeIn
from tests.doors.workbench.pages import open_page
from tests.halls import Huanglong
from yichuang import checker
from yichuang.domain.trail.models import Act


def test_a_proof_is_downloaded_with_its_checker_and_a_line_is_left(
    huanglong: Huanglong, come_in: ComeIn, tmp_path: Path
) -> None:
    number = huanglong.accept_employer()
    huanglong.carry(number)
    director = come_in(huanglong.director)
    assert "导出证明" in open_page(director, f"/cases/{number}/")
    answer = director.get(f"/cases/{number}/proof/")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="proof-{number}.json"'
    assert answer.headers["Content-Type"] == "application/json"
    file = tmp_path / "proof.json"
    file.write_bytes(answer.content)
    assert checker.main([str(file)]) == 0
    program = director.get("/checker/")
    assert program.content == Path(checker.__file__).read_bytes()
    line = json.loads(Act.objects.filter(verb="exported").latest("at").content)["said"]
    assert (line["what"], line["count"], line["of"]) == ("办件证明", 1, number)


def test_who_only_works_at_it_is_shown_no_such_way(huanglong: Huanglong, come_in: ComeIn) -> None:
    number = huanglong.accept_employer()
    assert "导出证明" not in open_page(come_in(huanglong.teller), f"/cases/{number}/")
