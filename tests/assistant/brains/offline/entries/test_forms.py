"""New records given like a form: values in any order, with or without their names, in both languages."""

from typing import Any

import pytest

FORMS = [
    ("new account please: Vosswerk Antriebe, prospect, industry Manufacturing, domain vosswerk.example", "account", {"name": "Vosswerk Antriebe", "type": "prospect", "industry": "Manufacturing", "domain": "vosswerk.example"}),
    ("account: Nordwind Pumps, website nordwind.example, level A, partner, based in Kiel", "account", {"name": "Nordwind Pumps", "type": "partner", "level": "A", "domain": "nordwind.example", "billing_address": "Kiel"}),
    ("new lead: Piet Molen, Zaandam Steel, from the trade fair, phone +31 20 555 0199", "lead", {"name": "Piet Molen", "organization": "Zaandam Steel", "source": "trade_fair", "phone": "+31 20 555 0199"}),
    ("lead please - Carla Brandt of Weserwerk, met at the fair, mail carla.brandt@weserwerk.example", "lead", {"name": "Carla Brandt", "organization": "Weserwerk", "source": "trade_fair", "email": "carla.brandt@weserwerk.example"}),
    ("new contact for Hollund Marine: Lena Ortmann, head of quality, lena.ortmann@hollund.example", "contact", {"name": "Lena Ortmann", "account": "Hollund Marine", "title": "head of quality", "email": "lena.ortmann@hollund.example"}),
    ("contact: Jonas Beck, buyer, Hollund Marine, jonas.beck@hollund.example", "contact", {"name": "Jonas Beck", "account": "Hollund Marine", "title": "buyer", "email": "jonas.beck@hollund.example"}),
    ("new deal: Hollund Marine, gauge extension, 22k, close March 15, source referral", "deal", {"name": "gauge extension", "account": "Hollund Marine", "amount": "22000", "expected_close_date": "2027-03-15", "source": "referral"}),
    ("deal please: Gauge extension at Hollund Marine, closing 15 March, 22k", "deal", {"name": "Gauge extension", "account": "Hollund Marine", "amount": "22000", "expected_close_date": "2027-03-15"}),
    ("new product: Edge Gateway Pro, SKU GW-P, price 1200", "product", {"name": "Edge Gateway Pro", "sku": "GW-P", "list_price": "1200"}),
    ("登记一条新线索：孟晓，苏州霁川仪器，展会上认识的", "lead", {"name": "孟晓", "organization": "苏州霁川仪器", "source": "trade_fair"}),
    ("新线索：周蕾，昆山德铭机械，电话13800001234，官网来的", "lead", {"name": "周蕾", "organization": "昆山德铭机械", "phone": "13800001234", "source": "website"}),
    ("加个线索 韩立，无锡博远，采购经理，朋友介绍", "lead", {"name": "韩立", "organization": "无锡博远", "title": "采购经理", "source": "referral"}),
    ("新客户 南通海晏重工，合作伙伴，A级，网址haiyan.example", "account", {"name": "南通海晏重工", "type": "partner", "level": "A", "domain": "haiyan.example"}),
    ("新建客户：苏州霁川仪器，域名 jichuan.example，行业制造业，潜在客户", "account", {"name": "苏州霁川仪器", "type": "prospect", "industry": "Manufacturing", "domain": "jichuan.example"}),
    ("添加联系人：赵磊，华微科仪，质量经理，邮箱 zhaolei@hw.example，电话 13912345678", "contact", {"name": "赵磊", "account": "华微科仪", "title": "质量经理", "email": "zhaolei@hw.example", "phone": "13912345678"}),
    ("新建商机：华微科仪，传感器加装，金额12万，明年3月15日成交，来源转介绍", "deal", {"name": "传感器加装", "account": "华微科仪", "amount": "120000", "expected_close_date": "2027-03-15", "source": "referral"}),
    ("加一家新客户，就叫启塬动力，昆山的，做新能源的", "account", {"name": "启塬动力", "billing_address": "昆山", "industry": "Energy"}),
    ("帮我登记客户 沐川医疗科技（无锡）有限公司", "account", {"name": "沐川医疗科技（无锡）有限公司"}),
    ("麻烦把客户申禾智能录入系统", "account", {"name": "申禾智能"}),
    ("浦墨光电是我们新的客户，建个档吧", "account", {"name": "浦墨光电"}),
    ("录一条线索：贺子衡，常州烨能储能的采购总监，朋友介绍", "lead", {"name": "贺子衡", "organization": "常州烨能储能", "title": "采购总监", "source": "referral"}),
    ("启塬那边新来了个采购经理，叫孟凡，手机13811112222，帮我录一下", "contact", {"name": "孟凡", "account": "启塬", "title": "采购经理", "phone": "13811112222"}),
    ("加联系人：泽禾 质量经理 许茂 13566667777", "contact", {"name": "许茂", "account": "泽禾", "title": "质量经理", "phone": "13566667777"}),
    ("新建产品：边缘网关Pro，编码GW-P，单价8800", "product", {"name": "边缘网关Pro", "sku": "GW-P", "list_price": "8800"}),
]  # fmt: skip


@pytest.mark.parametrize(("said", "entity", "fields"), FORMS)
def test_a_form_becomes_a_record(said: str, entity: str, fields: dict[str, str], brain: Any) -> None:
    (call,) = brain(said).calls
    (change,) = call.args["changes"]
    assert (change["op"], change["entity"]) == ("create", entity)
    assert change["fields"] == fields


def test_what_a_new_record_has_no_room_for_is_told(brain: Any) -> None:
    understood = brain("新增线索：尤静，苏州鼎岳自动化，展会加的微信，想换掉现在的数采系统")
    (change,) = understood.calls[0].args["changes"]
    assert change["fields"] == {"name": "尤静", "organization": "苏州鼎岳自动化", "source": "trade_fair"}
    assert "数采系统" in "".join(understood.left)


@pytest.mark.parametrize(
    "said",
    [
        "新线索有多少",
        "新客户，本月的",
        "列出新线索：苏州的，展会来的",
        "new leads from the trade fair, this month",
        "customer: Hollund Marine, what's open?",
        "contact: who decides at Hollund Marine?",
        "show me new accounts, this quarter",
    ],
)
def test_a_question_makes_nothing(said: str, brain: Any) -> None:
    assert not any(c.tool == "propose_change" for c in brain(said).calls)
