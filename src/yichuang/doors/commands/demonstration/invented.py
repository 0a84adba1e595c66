"""Invented people and employers with real places: nobody of them lives, no number is anybody's.

Every list is drawn from with a random generator that was given its seed, so the same demonstration
has the same people.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum import luhn
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2


@dataclass(frozen=True)
class Place:
    """What a county's clients have in common: place names, dialling code, family names."""

    address: str
    towns: tuple[str, ...]
    dial: str
    trades: tuple[str, ...]
    surnames: str


SHAANXI = "李王张刘赵杨白高郭马贺薛曹雷党屈侯樊田任石韩吴苏康惠梁闫"
HANZHONG = "李王张陈刘杨何廖程唐饶汤余毛付邓尚柯谢彭邹龚苟胡蒋曾"
YANBIAN = "金金金朴朴李李崔崔郑姜许全玄韩南王孙于曲"

PLACES = {
    "610631": Place(
        "陕西省延安市黄龙县",
        ("石堡镇新城街", "白马滩镇", "瓦子街镇", "界头庙镇", "三岔镇"),
        "0911",
        ("核桃", "林产", "养蜂", "中药材", "商贸", "建材", "运输"),
        SHAANXI,
    ),
    "610629": Place(
        "陕西省延安市洛川县",
        ("凤栖街道北关路", "交口河镇", "土基镇", "旧县镇", "老庙镇"),
        "0911",
        ("果业", "果品包装", "冷链", "农机", "商贸", "建筑", "餐饮"),
        SHAANXI,
    ),
    "610703": Place(
        "陕西省汉中市南郑区",
        ("汉山街道", "大河坎镇江南路", "圣水镇", "梁山镇", "阳春镇"),
        "0916",
        ("茶业", "食品", "机电", "汽配", "家政", "园林", "商贸", "药材"),
        HANZHONG,
    ),
    "610722": Place(
        "陕西省汉中市城固县",
        ("博望街道", "莲花街道", "龙头镇", "沙河营镇", "原公镇"),
        "0916",
        ("柑桔", "元胡药业", "粮油", "纺织", "物流", "建材", "餐饮", "商贸"),
        HANZHONG,
    ),
    "222424": Place(
        "吉林省延边朝鲜族自治州汪清县",
        ("汪清镇河北街", "大兴沟镇", "天桥岭镇", "罗子沟镇", "百草沟镇"),
        "0433",
        ("木业", "黑木耳", "米业", "山珍食品", "运输", "商贸", "旅游"),
        YANBIAN,
    ),
}

MEN = ("建民", "志远", "文博", "海滨", "永刚", "小军", "宏伟", "双平", "守义", "亚军", "增产",
       "新民", "铁成", "俊峰", "世荣", "延生", "立新", "振华", "宝山", "学文")  # fmt: skip
WOMEN = ("桂芳", "秀云", "小玲", "晓梅", "雅静", "玉霞", "改琴", "彩霞", "春艳", "丽萍", "美兰",
         "巧云", "红霞", "爱珍", "雪莲", "淑芬", "慧敏", "翠萍", "银花", "婷婷")  # fmt: skip
KOREAN_MEN = ("哲浩", "龙男", "成日", "光哲", "永浩", "东一", "昌洙", "京男", "铁男", "明哲")
KOREAN_WOMEN = ("顺玉", "英子", "美花", "贞淑", "明姬", "春子", "京玉", "香兰", "莲花", "善女")
KOREAN = "金朴崔郑姜许全玄南"

BRANDS = ("恒兴", "众和", "金穗", "远诚", "鸿盛", "嘉禾", "惠民", "聚源", "绿野", "丰泽", "瑞安",
          "同心", "秋实", "明达", "永固", "泰和", "双河", "青山", "长顺", "百信")  # fmt: skip
FORMS = (
    ("有限公司", "企业"),
    ("有限责任公司", "企业"),
    ("专业合作社", "企业"),
    ("经营部", "个体工商户"),
    ("服务部", "个体工商户"),
    ("职业技能培训学校", "民办非企业单位"),
)
WEIGHTS = (6, 3, 3, 2, 1, 1)
PURPOSES = ("子女入学", "住房公积金贷款", "职称评审", "工作调动", "招投标", "落户", "个人留存")
NAME_REASONS = ("户籍登记姓名变更", "登记时同音字录入有误", "户口簿姓名用字更正")
BIRTH_REASONS = ("档案认定出生日期与登记不符", "户籍更正出生日期，经核查本人档案")
HOMOPHONES = {"桂": "瑰", "芳": "方", "云": "芸", "玲": "铃", "梅": "玫", "静": "婧", "霞": "侠",
              "琴": "芹", "艳": "燕", "萍": "平", "兰": "岚", "珍": "真", "民": "敏", "远": "元",
              "博": "搏", "滨": "斌", "刚": "钢", "军": "钧", "伟": "卫", "平": "苹", "义": "毅",
              "成": "诚", "峰": "锋", "荣": "容", "生": "升", "新": "欣", "华": "桦", "山": "珊",
              "文": "纹", "浩": "昊", "男": "楠", "哲": "喆", "洙": "珠", "玉": "钰", "花": "华",
              "姬": "基", "淑": "叔", "莲": "连", "敏": "民", "婷": "亭", "芬": "芳"}  # fmt: skip


@dataclass(frozen=True)
class Client:
    """A person who is registered, or will be."""

    citizen_id: str
    name: str
    phone: str


@dataclass(frozen=True)
class Firm:
    """An employer that is registered, or will be."""

    credit_code: str
    name: str
    kind: str
    representative: str
    address: str
    phone: str


class Inventor:
    """Invents the clients of one county, each with numbers that nobody had before."""

    def __init__(self, county: str, random: Random) -> None:
        self.county, self.random, self.place = county, random, PLACES[county]
        self.made = 0
        self.given: set[str] = set()

    def name(self, *, woman: bool) -> str:
        """Invent a person's name."""
        family = self.random.choice(self.place.surnames)
        if self.place.dial == PLACES["222424"].dial and family in KOREAN:
            return family + self.random.choice(KOREAN_WOMEN if woman else KOREAN_MEN)
        return family + self.random.choice(WOMEN if woman else MEN)

    def client(self, today: date) -> Client:
        """Invent a person of working age."""
        self.made += 1
        woman = self.random.random() < 0.5  # noqa: PLR2004 -- one of two
        born = today - timedelta(days=self.random.randrange(19 * 366, 54 * 365))
        phone = f"1{self.random.choice('35789')}9{self.place.dial}{self.made:04d}"
        return Client(self.citizen_id(born, woman=woman), self.name(woman=woman), phone)

    def citizen_id(self, born: date, *, woman: bool) -> str:
        """Invent a citizen's number with its check character; the 17th digit tells the sex."""
        number = ""
        while not number or number in self.given:
            serial = 100 + 2 * self.random.randrange(400) + (not woman)
            body = f"{self.county}{born:%Y%m%d}{serial:03d}"
            number = body + str(mod_11_2.calc_check_digit(body))
        self.given.add(number)
        return number

    def card(self) -> str:
        """Invent a bank card's number with its last digit; no bank gives out such a beginning."""
        body = f"621999{self.random.randrange(10**12):012d}"
        return body + str(luhn.calc_check_digit(body))

    def corrected_birth(self, client: Client) -> str:
        """Give the number that a client has when the birth turns out to be some weeks off."""
        old = client.citizen_id
        born = date(int(old[6:10]), int(old[10:12]), int(old[12:14]))
        born += timedelta(days=self.random.choice((-61, -31, -20, -7, 8, 12, 30)))
        return self.citizen_id(born, woman=int(old[16]) % 2 == 0)

    def firm(self) -> Firm:
        """Invent an employer."""
        self.made += 1
        form, kind = self.random.choices(FORMS, WEIGHTS)[0]
        body = f"{'52' if kind == '民办非企业单位' else '91'}{self.county}MA7{self.made:06d}"
        county = self.place.address.partition("市")[2] or self.place.address[-3:]
        trade = "" if kind == "民办非企业单位" else self.random.choice(self.place.trades)
        name = county + self.random.choice(BRANDS) + trade + form
        woman = self.random.random() < 0.4  # noqa: PLR2004 -- two of five
        return Firm(
            credit_code=body + str(uscc.calc_check_digit(body)),
            name=name,
            kind=kind,
            representative=self.name(woman=woman),
            address=f"{self.place.address}{self.random.choice(self.place.towns)}"
            f"{self.random.randrange(1, 180)}号",
            phone=f"{self.place.dial}-{self.random.randrange(300, 899)}{self.made:04d}",
        )

    def new_name(self, name: str) -> str:
        """Give a name with one character written otherwise, as it happens at windows."""
        last = name[-1]
        return name[:-1] + HOMOPHONES.get(last, "新" if last != "新" else "欣")
