"""Lines of business in both languages: free text in the CRM, mostly kept in English whoever reads it."""

from assistant.recognise.text import is_chinese

TRADES: tuple[tuple[str, ...], ...] = tuple(
    tuple(group.split("|"))
    for group in (
        "Manufacturing|manufacturing|manufacturers|manufacturer|制造业|制造|生产制造|工厂类",
        "Software|software|saas|软件|软件行业|互联网软件",
        "Semiconductors|semiconductor|semiconductors|chips|chip|半导体|芯片",
        "Pharmaceuticals|pharma|pharmaceutical|pharmaceuticals|制药|医药|药企",
        "Biotech|biotech|biotechnology|life sciences|生物技术|生物科技|生物",
        "Food|food|food and beverage|foods|食品|食品饮料",
        "Textiles|textile|textiles|纺织|纺织业",
        "Optics|optics|optical|光学|光电",
        "Electronics|electronics|electronic|电子",
        "Environment|environment|environmental|环保|环境",
        "Chemicals|chemical|chemicals|化工|化学",
        "Energy|energy|utilities|power|能源|电力|新能源",
        "Logistics|logistics|shipping|transport|transportation|物流|运输",
        "Retail|retail|retailers|e-commerce|零售|电商",
        "Finance|finance|financial services|banking|bank|banks|insurance|金融|银行|保险",
        "Automotive|automotive|automobile|cars|car makers|汽车|车企",
        "Education|education|schools|universities|教育|高校|学校",
        "Medical devices|medical devices|medical device|medtech|医疗器械|医疗",
        "Healthcare|healthcare|hospitals|hospital|health|医院|卫生",
        "Testing|testing|inspection|检测|测试|计量",
        "Materials|materials|新材料|材料",
        "Government|government|public sector|政府|公共部门",
        "Telecommunications|telecom|telecommunications|telco|通信|电信|运营商",
        "Construction|construction|building|建筑|工程",
        "Real estate|real estate|property|房地产|地产",
        "Consulting|consulting|consultancies|咨询业|咨询行业",
        "Systems integration|systems integration|integrators|系统集成|集成商",
        "Agriculture|agriculture|farming|农业",
        "Machinery|machinery|machine tools|机械|机床|装备",
        "Media|media|advertising|传媒|广告|媒体",
        "Technology|technology|tech|it|科技|高科技",
    )
)
"""The first word of each group is how the line of business is usually recorded."""

_ONLY_SHOWN = {
    "aerospace": "航空航天", "packaging": "包装", "paper": "造纸", "robotics": "机器人", "shipbuilding": "船舶制造", "utilities": "公用事业",
}  # fmt: skip
"""Lines of business that are shown in Chinese and not looked for by a word of their own."""
_ZH = {group[0].casefold(): next(w for w in group if is_chinese(w)) for group in TRADES} | _ONLY_SHOWN


def trade_zh(kept: str) -> str:
    """A line of business for a Chinese reader: 制造业 for Manufacturing; what is not known stays as it is kept."""
    return _ZH.get(kept.casefold().strip(), kept)
