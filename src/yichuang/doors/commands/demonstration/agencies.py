"""The agencies of the demonstration and their people. Places are real, people are invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from yichuang.domain.staff.models import AgencyLevel
from yichuang.domain.staff.posts import Post


@dataclass(frozen=True)
class Office:
    """An agency with its people by post; `parent` is the agency above it."""

    level: ClassVar[AgencyLevel]

    code: str
    name: str
    parent: str | None
    profile: str
    people: dict[Post, tuple[str, ...]]

    def number(self, post: Post, which: int = 0) -> str:
        """Give the staff number of the person in a post."""
        order = [(p, i) for p, names in self.people.items() for i in range(len(names))]
        return f"{self.code}{order.index((post, which)) + 1:02d}"

    def numbers(self, post: Post) -> list[str]:
        """Give the staff numbers of everybody in a post."""
        return [self.number(post, i) for i in range(len(self.people[post]))]


class Province(Office):
    """A province's agency: it proposes and publishes the catalogue."""

    level = AgencyLevel.PROVINCE


class City(Office):
    """A city's agency: it decides what the counties below report to it."""

    level = AgencyLevel.CITY


@dataclass(frozen=True)
class County(Office):
    """A county's hall, and which limited items its tellers handle."""

    level = AgencyLevel.COUNTY

    handled_at_counter: tuple[str, ...] = ()
    daily: tuple[int, int] = (8, 11)
    """How many cases come in on a working day, at least and at most."""

    @property
    def city(self) -> str:
        """The city above."""
        assert self.parent is not None  # noqa: S101 -- the database has seen to it
        return self.parent


def _leaders(director: str, deputy: str, auditor: str) -> dict[Post, tuple[str, ...]]:
    return {
        Post.DIRECTOR: (director,),
        Post.DEPUTY_DIRECTOR: (deputy,),
        Post.AUDITOR: (auditor,),
    }


def _keepers(system: str, security: str, audit: str, trainer: str) -> dict[Post, tuple[str, ...]]:
    """Give the three administrators, and who keeps the training; counties have no such three."""
    return {
        Post.SYSTEM_ADMIN: (system,),
        Post.SECURITY_ADMIN: (security,),
        Post.AUDIT_ADMIN: (audit,),
        Post.TRAINER: (trainer,),
    }


ABOVE: tuple[Office, ...] = (
    Province(
        "610000",
        "陕西省社会保障局",
        None,
        "shaanxi",
        {
            **_leaders("骆明德", "史敬贤", "苗秀琴"),
            **_keepers("耿立新", "阮洁", "裴正清", "鲁文娟"),
        },
    ),
    City(
        "610600",
        "延安市养老保险经办处",
        "610000",
        "shaanxi",
        {
            Post.CITY_APPROVER: ("拓文斌", "强小丽"),
            Post.CITY_CHIEF: ("白延峰",),
            Post.DEPUTY_DIRECTOR: ("高延河",),
            Post.AUDITOR: ("折桂芳",),
            **_keepers("呼延平", "郝晓琳", "贺正", "惠小云"),
        },
    ),
    City(
        "610700",
        "汉中市养老保险经办处",
        "610000",
        "shaanxi",
        {
            Post.CITY_APPROVER: ("龚静宜",),
            Post.CITY_CHIEF: ("晏中和",),
            Post.DEPUTY_DIRECTOR: ("褚汉江",),
            Post.AUDITOR: ("戚淑贞",),
            **_keepers("岳海涛", "向红梅", "邢国栋", "米春华"),
        },
    ),
    Province(
        "220000",
        "吉林省社会保险事业管理局",
        None,
        "wangqing",
        {
            **_leaders("姜克勤", "曲洪涛", "邵玉兰"),
            **_keepers("齐向东", "柴丽华", "穆春生", "池玉梅"),
        },
    ),
    City(
        "222400",
        "延边朝鲜族自治州社会保险事业管理局",
        "220000",
        "wangqing",
        {
            Post.CITY_APPROVER: ("许英兰",),
            Post.CITY_CHIEF: ("南哲洙",),
            Post.DEPUTY_DIRECTOR: ("全昌浩",),
            Post.AUDITOR: ("车美花",),
            **_keepers("方哲", "金慧淑", "池龙哲", "白顺子"),
        },
    ),
)
COUNTIES = (
    County(
        "610631",
        "黄龙县养老保险经办中心",
        "610600",
        "shaanxi",
        {
            Post.GUIDE: ("贺小芸",),
            Post.TELLER: ("马建国", "薛文静"),
            Post.HANDLER: ("冯卫东",),
            Post.REVIEWER: ("曹淑兰",),
            Post.DEPUTY_DIRECTOR: ("樊志明",),
            Post.DIRECTOR: ("雷震",),
            Post.ARCHIVIST: ("李桂香",),
            Post.AUDITOR: ("张双喜",),
            Post.TRAINER: ("邓雅丽",),
            Post.FINANCE: ("强宝珍", "吉春燕"),
        },
    ),
    County(
        "610629",
        "洛川县养老保险经办中心",
        "610600",
        "shaanxi",
        {
            Post.GUIDE: ("党晓燕",),
            Post.TELLER: ("屈晓东", "韩雪"),
            Post.REVIEWER: ("杨春梅",),
            Post.DEPUTY_DIRECTOR: ("郭明义",),
            Post.DIRECTOR: ("田野",),
            Post.ARCHIVIST: ("侯巧玲",),
            Post.AUDITOR: ("刘根旺",),
            Post.TRAINER: ("任玉洁",),
            Post.FINANCE: ("惠凤琴", "石小平"),
        },
        ("employer-registration", "basic-data-change", "death-in-service"),
        (9, 12),
    ),
    County(
        "610703",
        "南郑区养老保险经办中心",
        "610700",
        "shaanxi",
        {
            Post.GUIDE: ("廖春燕",),
            Post.TELLER: ("蒲建军", "何雅琴", "邓小芹"),
            Post.HANDLER: ("程海波",),
            Post.REVIEWER: ("尚秋菊", "柯大勇"),
            Post.DEPUTY_DIRECTOR: ("苟文清",),
            Post.DIRECTOR: ("付汉平",),
            Post.ARCHIVIST: ("毛玉珍",),
            Post.AUDITOR: ("唐宗元",),
            Post.TRAINER: ("章素云",),
            Post.FINANCE: ("桂雅兰", "晏小龙"),
        },
        daily=(11, 14),
    ),
    County(
        "610722",
        "城固县养老保险经办中心",
        "610700",
        "shaanxi",
        {
            Post.GUIDE: ("饶丹",),
            Post.TELLER: ("田晓芳", "龙建华", "余海燕"),
            Post.REVIEWER: ("原志宏", "汤素梅"),
            Post.DEPUTY_DIRECTOR: ("吕敬业",),
            Post.DIRECTOR: ("严松柏",),
            Post.ARCHIVIST: ("姚春兰",),
            Post.AUDITOR: ("樊永康",),
            Post.TRAINER: ("柳玉芬",),
            Post.FINANCE: ("向春梅", "米建华"),
        },
        ("employer-registration", "basic-data-change", "death-in-service"),
        (10, 14),
    ),
    County(
        "222424",
        "汪清县社会保险事业管理局",
        "222400",
        "wangqing",
        {
            Post.GUIDE: ("金顺姬",),
            Post.TELLER: ("李成哲", "孙丽娜"),
            Post.SPECIAL: ("朴英花",),
            Post.REVIEWER: ("王秀芝",),
            Post.DEPUTY_DIRECTOR: ("崔龙浩",),
            Post.DIRECTOR: ("于海涛",),
            Post.ARCHIVIST: ("玄明玉",),
            Post.AUDITOR: ("韩哲俊",),
            Post.TRAINER: ("安明姬",),
            Post.FINANCE: ("全玉善", "姜成男"),
        },
    ),
)
OFFICES: tuple[Office, ...] = (*ABOVE, *COUNTIES)


def office(code: str) -> Office:
    """Give an agency of the demonstration by its code."""
    return next(o for o in OFFICES if o.code == code)


def county(code: str) -> County:
    """Give a county of the demonstration by its code."""
    return next(c for c in COUNTIES if c.code == code)


def people() -> Iterator[tuple[str, str, Office, Post]]:
    """Give everybody of the cast: number, name, agency, post."""
    for place in OFFICES:
        for post, names in place.people.items():
            for i, name in enumerate(names):
                yield place.number(post, i), name, place, post
