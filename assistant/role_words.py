"""A role's lines as people read them: what it may do to which records, and what of which field it shows."""

from assistant.blocks import Language
from crm_store.models import entity_type
from crm_store.own_fields import spec_named
from crm_store.rights import HELD
from crm_store.unit import Unit

_DOES = {
    "read": ("reads", "查看"),
    "create": ("creates", "新建"),
    "edit": ("edits", "修改"),
    "delete": ("deletes", "删除"),
    "assign": ("hands over", "转移"),
    "export": ("exports", "导出"),
    "bulk": ("changes many at once", "批量更改"),
    "*": ("does everything to", "全部操作"),
}
_HOW_FAR = {
    "no": ("no", "不可"),
    "own": ("own", "本人的"),
    "team": ("the team’s", "本团队的"),
    "subtree": ("own and subordinates’", "本人及下属的"),
    "all": ("all", "全部"),
}
_SHOWN = {
    "none": ("hidden", "隐藏"),
    "masked": ("masked", "脱敏"),
    "read": ("read only", "只读"),
    "write": ("open", "可读写"),
}


def rights_text(lines: list[str], language: Language) -> str:
    """The rights of a role as one phrase: lines of the same right and reach are said together."""
    each: dict[tuple[str, str], list[str]] = {}
    for entity, right, reach in (line.split() for line in lines):
        each.setdefault((right, reach), []).append(entity)
    said = []
    for (right, reach), entities in each.items():
        en, zh = _DOES[right]
        if "*" in entities or set(entities) == set(HELD):
            many = "记录" if language == "zh" else "records"
        else:
            names = [entity_type(e).about.label(language, many=True) for e in entities]
            many = ("、" if language == "zh" else ", ").join(names)
        far = _HOW_FAR[reach][language == "zh"]
        said.append(f"{zh}{far}{many}" if language == "zh" else f"{en} {far} {many}")
        if language == "zh" and reach == "no":
            said[-1] = f"{far}{zh}{many}"
    return ("；" if language == "zh" else "; ").join(said)


def fields_text(lines: list[str], language: Language, crm: Unit) -> str:
    """What a role shows of fields, as one phrase."""
    said = []
    for line in lines:
        path, level = line.split()
        entity, _, name = path.partition(".")
        about, spec = entity_type(entity).about, spec_named(crm, entity, name, retired=True)
        if spec is None:
            continue
        shown = _SHOWN[level][language == "zh"]
        said.append(f"{about.zh}的{spec.zh}：{shown}" if language == "zh" else f"{spec.en} of {about.en_many}: {shown}")
    return ("；" if language == "zh" else "; ").join(said)
