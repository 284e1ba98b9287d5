"""Places and lines of business people filter by, in both languages: free text in the CRM, so no record type can tell them."""

from assistant.recognise.trades import TRADES

PLACES: tuple[tuple[str, str], ...] = tuple(
    (pair.split("=")[0], pair.split("=")[1])
    for pair in (
        "suzhou=苏州 shanghai=上海 beijing=北京 shenzhen=深圳 guangzhou=广州 hangzhou=杭州 nanjing=南京 wuhan=武汉 chengdu=成都 chongqing=重庆 "
        "tianjin=天津 ningbo=宁波 wuxi=无锡 changzhou=常州 kunshan=昆山 qingdao=青岛 dalian=大连 xiamen=厦门 fuzhou=福州 hefei=合肥 jinan=济南 "
        "zhengzhou=郑州 changsha=长沙 dongguan=东莞 foshan=佛山 zhuhai=珠海 nantong=南通 yangzhou=扬州 jiaxing=嘉兴 shaoxing=绍兴 wenzhou=温州 "
        "shenyang=沈阳 harbin=哈尔滨 kunming=昆明 nanning=南宁 guiyang=贵阳 taicang=太仓 changshu=常熟 jiangsu=江苏 zhejiang=浙江 guangdong=广东 "
        "shandong=山东 sichuan=四川 hubei=湖北 hunan=湖南 fujian=福建 anhui=安徽 henan=河南 hebei=河北 shaanxi=陕西 yunnan=云南 guizhou=贵州 guangxi=广西 jiangxi=江西 shanxi=山西 liaoning=辽宁 jilin=吉林 heilongjiang=黑龙江 gansu=甘肃 hainan=海南 xinjiang=新疆 ningxia=宁夏 qinghai=青海 xian=西安 zunyi=遵义 mianyang=绵阳 taiyuan=太原 nanchang=南昌 lanzhou=兰州 haikou=海口 taiwan=台湾 "
        "taipei=台北 macau=澳门 singapore=新加坡 london=伦敦 berlin=柏林 paris=巴黎 munich=慕尼黑 hamburg=汉堡 frankfurt=法兰克福 tokyo=东京 "
        "osaka=大阪 seoul=首尔 sydney=悉尼 boston=波士顿 chicago=芝加哥 germany=德国 france=法国 japan=日本 china=中国 korea=韩国"
    ).split()
)
"""Places with an English and a Chinese name, so that an address in one script is found by a question in the other."""


def abroad(english: str) -> bool:
    """Whether a place lies outside China, where addresses are rarely written in Chinese."""
    names = [e for e, _ in PLACES]
    return names.index(english.casefold()) >= names.index("singapore")


def trade(word: str) -> str | None:
    """The line of business a word stands for, as usually recorded, or None."""
    said = word.casefold().strip()
    for ending in ("", "行业", "业", "企业", "公司", "类", " industry", " sector", " companies"):
        plain = said.removesuffix(ending) if ending else said
        for group in TRADES:
            if plain and plain in group[1:]:
                return group[0]
    return None


def both_names(place: str) -> tuple[str, str] | None:
    """(English, Chinese) name of a place, or None when only one is known."""
    said = place.casefold().strip().removesuffix("市").removesuffix("省")
    for english, chinese in PLACES:
        if said in (english, chinese):
            return english.title(), chinese
    return None


NATIONS: dict[str, str] = dict(
    pair.split("=")
    for pair in (
        "german=Germany french=France chinese=China japanese=Japan korean=Korea american=United_States british=United_Kingdom english=United_Kingdom dutch=Netherlands "
        "italian=Italy spanish=Spain norwegian=Norway swedish=Sweden danish=Denmark finnish=Finland swiss=Switzerland austrian=Austria polish=Poland belgian=Belgium "
        "indian=India singaporean=Singapore malaysian=Malaysia australian=Australia canadian=Canada taiwanese=Taiwan thai=Thailand vietnamese=Vietnam indonesian=Indonesia"
    ).split()
)
"""Countries by what their people and companies are called, with _ for a space."""
NATIONS |= {word: country.replace("_", " ") for word, country in NATIONS.items()}

REGIONS: tuple[tuple[str, ...], ...] = (
    ("europe", "emea", "european", "欧洲", "欧洲区"),
    ("asia", "apac", "asia pacific", "asia-pacific", "asian", "亚太", "亚太区", "亚洲"),
    ("americas", "america", "north america", "us", "美洲", "北美", "美国区"),
    ("china", "greater china", "中国", "大中华区", "中国区"),
)
"""Parts of the world under the names sales teams give them."""
