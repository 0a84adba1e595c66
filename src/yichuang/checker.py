"""核对从“一窗”导出的办件证明：python checker.py proof.json

One file, the standard library of Python 3.11 and nothing of the product: whoever is handed a proof
checks it anywhere. It says line by line what holds, and what it can't see.
Status 0: all holds. 1: something doesn't. 2: it can't be read.
"""

import argparse
import json
import sys
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

FORMAT, ACT, SIGNATURE = "yichuang proof 1", "yichuang act 1", "yichuang signature 1"
LARGEST = 64_000_000
SIGNING = {"sign": "签字", "approve": "审批", "conclude": "办公会签批"}
VERBS = {**SIGNING, "return": "退回", "recall": "撤回上报", "correct": "补正",
         "settle": "裁定", "refuse": "不予办理"}  # fmt: skip
BRIEF = ("number", "item", "level", "subject")
PROOF = {"format", "case", "exported_at", "acts", "keys", "people", "linked"}
BESIDE = {"brief", "screen", "signature", "number", "state", "step", "result", "delegation"}
"""What an act says beside what was signed with it."""
WORDS = {"number": "办件", "verb": "动作", "step": "席位", "post": "岗位", "agency": "机构",
         "by": "签字人", "at": "时间", "brief": "办件内容", "screen": "屏幕内容", "also": "附记",
         "proof": "身份核验"}  # fmt: skip
FRESH = timedelta(minutes=15)
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
UNSEEN = (
    "重算整条链：未经签字的（受理、期限、流程、结果等）被改写，或连同密钥登记一并改写、换钥重签。",
    "上一条须有封存（Merkle）才能发现；请将链首摘要和密钥标识另行对照。",
    "末尾几笔被截去：剩下的仍前后相接。是否为最新状态，请向经办机构查询。",
    "密钥是否确由本人使用、时间是否准确、姓名与工号是否对应、关联办件是否列全：只照录系统所记。",
)

# Ed25519 as RFC 8032 has it: a point is (X, Y, Z, T) with x = X/Z, y = Y/Z and xy = T/Z.
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def added(one: Point, other: Point) -> Point:
    """Add two points; a point to itself too."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def decoded(text: bytes) -> Point | None:
    """Read a point from its 32 bytes: y, and the lowest bit of x."""
    sign, y = divmod(int.from_bytes(text, "little"), 2**255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * ROOT % P
    if y >= P or x * x % P != square or (x == 0 and sign):
        return None
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


def encoded(point: Point) -> bytes:
    """Write a point down in 32 bytes."""
    z = pow(point[2], -1, P)
    x, y = point[0] * z % P, point[1] * z % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


_BASE = decoded((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def signs(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether a signature over a message is that of a public key: s·B − h·A = R."""
    if len(public) != 32 or len(signature) != 64:  # noqa: PLR2004 -- RFC 8032
        return False
    key, s = decoded(public), int.from_bytes(signature[32:], "little")
    if key is None or _BASE is None or s >= L:
        return False
    h = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % L
    minus: Point = (P - key[0], key[1], 1, P - key[3])
    table = {(1, 0): _BASE, (0, 1): minus, (1, 1): added(_BASE, minus)}
    total: Point = (0, 1, 1, 0)
    for bit in reversed(range(L.bit_length())):
        total, here = added(total, total), (s >> bit & 1, h >> bit & 1)
        total = added(total, table[here]) if here in table else total
    return encoded(total) == signature[:32]


def read(text: Any) -> Any:
    """Read JSON strictly: no fractions, no name twice (ValueError, RecursionError)."""

    def never(number: str) -> Any:
        raise ValueError(number)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs):
            raise ValueError("a name stands twice")
        return dict(pairs)

    return json.loads(text, object_pairs_hook=once, parse_float=never, parse_constant=never)


def canonical(value: Any) -> str:
    """Write a value in the one way in which it is digested."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """Give the SHA-256 of a text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


@dataclass
class Signature:
    """A signature that was made: whose, at which act and seat, over what, and what became of it."""

    n: int
    verb: str
    by: str
    at: str
    seat: list[Any]
    brief: str
    key: str = ""
    """Empty: from before the first key, a seat and a digest."""
    void: int = 0
    """The act that made it void."""
    why: str = ""


@dataclass
class Report:
    """What holds, what doesn't, and all signatures in their order."""

    case: str
    people: dict[str, str]
    exported_at: str = ""
    acts: int = 0
    head: str = ""
    held: list[str] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)

    def name(self, staff: str) -> str:
        """Name a person as a screen can show it."""
        return f"{shown(self.people.get(staff, ''))}（{shown(staff)}）"


def shown(value: Any) -> str:
    """Give anything so that no screen is led astray by it."""
    text = str(value)[:80]
    return text if text.isprintable() else ascii(text)


def only(value: dict[str, Any], names: set[str], where: str, report: Report) -> None:
    """Name what stands there that no proof has, and for which nobody answers."""
    extra = value.keys() - names
    report.faults += [(where, f"多出证明没有的栏目 {shown(name)}") for name in sorted(extra)]


def chain(acts: list[Any], key: str, report: Report) -> list[tuple[int, Any]]:
    """Go along a chain and give what its acts say, by number; each fault is named."""
    before, contents = "0" * 64, []
    for n, act in enumerate(acts, 1):
        where, text = f"{shown(key)} 第{n}笔", act["content"]
        only(act, {"n", "content", "prev", "digest"}, where, report)
        try:
            content = read(text)
            counted = [(type(number), number) for number in (act["n"], content["n"])]
            facts = (
                (
                    counted == [(int, n)] * 2 and content["chain"] == key,
                    "笔数或所属的链不符，有缺失或调换",
                ),
                (act["prev"] == before, "与前一笔不相接"),
                (digest(f"{ACT}\n{act['prev']}\n{text}") == act["digest"], "内容与摘要不符"),
                (canonical(content) == text, "内容不是规范写法"),
            )
            report.faults += [(where, what) for holds, what in facts if not holds]
            contents.append((n, content))
        except UNREADABLE:
            report.faults.append((where, "内容无法读出"))
        before = act["digest"]
    return contents


def registered(keys: dict[str, Any], report: Report) -> dict[str, dict[str, Any]]:
    """Give every key as the acts of its owner's chain left it, by its name."""
    found: dict[str, dict[str, Any]] = {}
    for owner, given in keys.items():
        own: dict[str, dict[str, Any]] = {}
        only(given, {"acts", "rows"}, f"key/{shown(owner)}", report)
        for n, content in chain(given["acts"], f"key/{owner}", report):
            where = f"key/{shown(owner)} 第{n}笔"
            for table, (name,), values in content["rows"]:
                key = own.setdefault(name, {})
                key |= values if table == "staff_signingkey" else {}
                new = values.get("since") is None or values["since"] == content["at"]
                if key["staff_id"] != owner or not new:
                    report.faults.append((where, "登记的密钥不属于这条链的主人或启用时间不符"))
                if content["verb"] == "register-key" and content["by"] != owner:
                    report.faults.append((where, "密钥不是本人启用的"))
        for name, key in own.items():
            if name != digest(f"{key['algorithm']}\n{key['public']}") != key["fingerprint"]:
                report.faults.append((f"key/{shown(owner)}", "公钥与密钥标识不符"))
        rows = {row["fingerprint"]: row for row in given["rows"]}
        if rows != own or len(rows) != len(given["rows"]):
            report.faults.append((f"key/{shown(owner)}", "登记的密钥与留痕不符"))
        found |= own
    return found


@dataclass
class Case:
    """A case as its own acts say: its row, its seats, what was signed so far."""

    report: Report
    keys: dict[str, dict[str, Any]]
    row: dict[str, Any] = field(default_factory=dict)
    seats: dict[tuple[Any, ...], dict[str, Any]] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)

    def brief(self) -> str:
        """Give the digest of the brief as the case stands."""
        brief = {name: self.row[name] for name in BRIEF} | {"edition": self.row["edition_id"]}
        return digest(canonical(brief | {k: read(self.row[k]) for k in ("form", "materials")}))

    def take(self, n: int, content: Any) -> None:
        """Take an act in: whose seats, what it signs, what it leaves and thereby makes void."""
        self.people.add(content["by"])
        for table, key, values in content["rows"]:
            if table in {"cases_case", "cases_seat"} and key[0] != f"case/{self.report.case}":
                self.fault(n, "改动了别的办件")
            if table == "cases_seat":
                self.seats.setdefault(tuple(key), {}).update(values)
                if values.get("holder") not in {None, content["by"]}:
                    self.fault(n, "席位上的人不是办这一笔的人")
        made = self.signed(n, content) if self.is_signed(content) else None
        for table, _, values in content["rows"]:
            self.row |= values if table == "cases_case" else {}
        self.void(n, content["verb"], content["said"])
        self.report.signatures += [made] if made else []

    def is_signed(self, content: Any) -> bool:
        """Say whether an act is a signature: a decision of level 1, its refusal too."""
        refuses = content["verb"] == "refuse" and self.row.get("level") == 1
        return content["verb"] in SIGNING or refuses or "signature" in content["said"]

    def fault(self, n: int, what: str) -> None:
        """Name what is wrong with an act."""
        self.report.faults.append((f"第{n}笔", what))

    def signed(self, n: int, content: Any) -> Signature:
        """Check an act that is a signature, against the case as it stood before it."""
        verb, by, at, said = (content[name] for name in ("verb", "by", "at", "said"))
        brief, decided = self.brief(), [
            row[1] for row in content["rows"]
            if row[0] == "cases_seat" and row[2].get("decision") == verb
        ]  # fmt: skip
        (place,) = decided
        seat = self.seats[tuple(place)]
        if seat["holder"] != by:
            self.fault(n, "签字人不是这个席位上的人")
        told = said["brief"] if "signature" in said else said.get("brief", brief)
        if told != brief or (verb in SIGNING and seat["signed"] != brief):
            self.fault(n, "席位所记的摘要不是当时的办件内容")
        made = Signature(n, verb, by, at, place, brief)
        signature = said.get("signature")
        if signature is None:
            first = min((key["since"] for key in self.keys.values()), default=None)
            if first is not None and at >= first:
                self.fault(n, "这是签字，但没有签名")
            return made
        made.key, key = str(signature["key"]), self.keys.get(signature["key"])
        expected = {name: content[name] for name in ("verb", "by", "at")} | {
            "number": self.row["number"], "step": place[1], "post": seat["post"],
            "agency": seat["agency_id"], "brief": brief,
            "screen": digest(canonical(said["screen"])),
            "also": digest(canonical({k: v for k, v in said.items() if k not in BESIDE})),
            "proof": digest(canonical(signature["proof"])),
        }  # fmt: skip
        given = signature["statement"]
        wrong = [k for k in {**expected, **given} if expected.get(k) != given.get(k)]
        if wrong:
            words = "、".join(WORDS.get(k, shown(k)) for k in wrong)
            self.fault(n, f"所签的{words}与留痕不符")
        ago = moment(at) - moment(signature["proof"]["at"])
        if not signature["proof"]["factors"] or not timedelta(0) <= ago <= FRESH:
            self.fault(n, "签名前的身份核验不在签字前 15 分钟之内")
        self.by_key(n, content, key)
        return made

    def by_key(self, n: int, content: Any, key: dict[str, Any] | None) -> None:
        """Check that a signature was made with the key of whoever acted, in force then."""
        signature, at = content["said"]["signature"], content["at"]
        if key is None:
            return self.fault(n, "签名所用的密钥没有登记")
        if key["staff_id"] != content["by"] or signature["algorithm"] != key["algorithm"]:
            self.fault(n, "签名所用的密钥不是签字人的密钥")
        if not key["since"] <= at or (key["ended_at"] is not None and at > key["ended_at"]):
            self.fault(n, "密钥当时尚未启用或已经停用")
        if signature["algorithm"] != "ed25519" or signature["tag"] != SIGNATURE:
            return self.fault(n, f"不认识的算法或格式 {shown(signature['algorithm'])}")
        public, value = bytes.fromhex(key["public"]), bytes.fromhex(signature["value"])
        message = f"{SIGNATURE}\n{canonical(signature['statement'])}".encode()
        if value.hex() != signature["value"] or not signs(public, message, value):
            self.fault(n, "签名与所签内容不符")
        return None

    def void(self, n: int, verb: str, said: Any) -> None:
        """Note which signatures an act made void; what was signed and has changed must be."""
        now = self.brief()
        for signature in (s for s in self.report.signatures if not s.void):
            seat = self.seats[tuple(signature.seat)]
            if (seat["decision"], seat["stands_down"]) != (signature.verb, False):
                signature.void, signature.why = n, VERBS.get(verb, shown(verb))
            elif signature.brief != now or (verb == "return" and said["to"] == signature.seat[1]):
                self.fault(n, f"第{signature.n}笔的签名应当作废而没有作废")

    def end(self) -> None:
        """Check what must be true of the whole: persons distinct, every seat signed if done."""
        holders = [seat["holder"] for seat in self.seats.values() if seat["holder"] is not None]
        if len(set(holders)) != len(holders):
            self.report.faults.append(("席位", "同一人在本件中占了两个席位"))
        if self.row["number"] != self.report.case:
            self.report.faults.append(("办件", "编号与证明所称的不符"))
        if self.row.get("original") not in [None, *self.report.linked]:
            self.report.faults.append(("办件", "没有列出它所更正或复查的原办件"))
        if self.people | set(holders) | {k["staff_id"] for k in self.keys.values()} != set(
            self.report.people
        ):
            self.report.faults.append(("人员", "所列人员与留痕中的不符"))
        if self.row["state"] not in {"done", "filed"}:
            return
        standing = {s.seat[1] for s in self.report.signatures if not s.void and s.verb in SIGNING}
        decisions = {(place[1], seat["decision"]) for place, seat in self.seats.items()}
        for stage in read(self.row["route"])["stages"]:
            step, verb = stage["step"], stage["verb"]
            referred = any(decision == "refer" for _, decision in decisions)
            asked = {"approve": (step, "refer") not in decisions, "conclude": referred}
            if verb in SIGNING and asked.get(verb, True) and step not in standing:
                self.report.faults.append(("席位", f"本件已办结，而席位 {step} 没有有效的签字"))


def check(proof: Any) -> Report:
    """Check a proof as it was read (one of UNREADABLE, where it is none)."""
    if proof["format"] != FORMAT:
        raise ValueError(proof["format"])
    number, people, linked = proof["case"], dict(proof["people"]), list(proof["linked"])
    if not all(type(text) is str for text in (number, *people.values(), *linked)):
        raise TypeError(number)
    report = Report(number, people, proof["exported_at"], linked=linked)
    only(proof, PROOF, "证明", report)
    contents = chain(proof["acts"], f"case/{number}", report)
    case = Case(report, registered(proof["keys"], report))
    report.acts, report.head = len(contents), str(proof["acts"][-1]["digest"])
    for n, content in contents:
        try:
            case.take(n, content)
        except UNREADABLE:
            case.fault(n, "内容不全或类型不对，无法核对")
    try:
        case.end()
    except UNREADABLE:
        report.faults.append(("办件", "办件或席位的内容不全，无法核对"))
    return report


def moment(at: Any) -> datetime:
    """Read when something was, as the trail writes it (UTC)."""
    return datetime.fromisoformat(str(at).removesuffix("Z"))


def clock(at: Any) -> str:
    """Give a moment in the hall's time."""
    local = moment(at) + timedelta(hours=8)
    return f"{local:%Y-%m-%d %H:%M:%S}"


def told(report: Report) -> list[str]:
    """Tell a report line by line."""
    lines = [f"办件 {shown(report.case)}：{report.acts} 笔留痕，{len(report.signatures)} 次签字"]
    lines.append(f"· 导出于 {clock(report.exported_at)}，链首摘要 {shown(report.head)}")
    if not report.faults:
        lines += [
            "✓ 每一笔的笔数、前后相接、摘要和规范写法相符，链没有中断",
            "✓ 每一次签字：签名有效，密钥为本人当时启用的；所签办件内容、屏幕、附记与留痕相符",
            "✓ 受理、经办、复核、审批各席位的人互不相同；内容改动或退回后应作废的签名都已作废",
        ]
    marks = {name for name, _ in report.faults}
    for s in report.signatures:
        mark = "✗" if f"第{s.n}笔" in marks else "✓"
        by = f"Ed25519 密钥 {shown(s.key)[:16]}" if s.key else "启用密钥之前的签字：只有席位与摘要"
        stands = f"已由第{s.void}笔（{s.why}）作废，保留备查" if s.void else "至今有效"
        what = f"{VERBS.get(s.verb, shown(s.verb))}，席位 {shown(s.seat[1])}"
        lines.append(f"{mark} 第{s.n}笔 {clock(s.at)} {report.name(s.by)}{what}；{by}；{stands}")
    lines += [f"✗ {where}：{what}" for where, what in report.faults]
    lines += [f"· 关联办件 {shown(number)}：请另行导出核对" for number in report.linked]
    lines += [f"· 本核对看不到：{what}" for what in UNSEEN]
    return [*lines, "不符，见上" if report.faults else "全部相符"]


def main(arguments: list[str]) -> int:
    """Check the file that the arguments name, tell, and give the status."""
    parser = argparse.ArgumentParser(description="核对办件证明：全部相符为 0，不符为 1，读不出为 2")
    parser.add_argument("proof", help="证明文件，如 proof.json")
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    options = parser.parse_args(arguments)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        with Path(options.proof).open("rb") as file:
            given = file.read(LARGEST + 1)
        if len(given) > LARGEST:
            raise ValueError("too large")
        proof = read(given.decode())
        canonical(proof).encode()
        report = check(proof)
        lines, out = told(report), {"ok": not report.faults, **asdict(report)}
        out |= {"unseen": UNSEEN}
        written = json.dumps(out, ensure_ascii=False) if options.json else "\n".join(lines)
        written.encode()
    except (OSError, OverflowError, MemoryError, *UNREADABLE):
        says = "这不是能读的证明文件。请核对文件是否完整，或请经办机构重新导出。"
        error = {"error": {"code": "unreadable", "message": says, "field": "proof"}}
        sys.stdout.write((json.dumps(error, ensure_ascii=False) if options.json else says) + "\n")
        return 2
    sys.stdout.write(written + "\n")
    return 1 if report.faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
