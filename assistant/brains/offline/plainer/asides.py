"""What stands around a request without being part of it: "I need to know …", "… let me see it first", a company in brackets."""

import re

from assistant.brains.offline.reading import Reading

_I = re.IGNORECASE
_KNOW = re.compile(
    r"^(?:(?:know|find out|learn|be told|understand)(?= (?:who|what|which|when|where|how|if|whether)(?![a-z]))|(?:i|we)(?:'m|'d|’m|’d| am| would| was| were|'ve| have)? (?:just |really |also |only |quickly |been )*(?:need(?:ed)?|want(?:ed)?|like|love|have|got|hoping|trying|wish(?:ed)?)"
    r" (?:you )?to (?:know|find out|learn|hear|check|understand|figure out|be told|look up|ask|tell me)(?: from you)?"
    r"|(?:i |we )?(?:'m |am |'ve |was |were |just )*(?:wonder(?:ing|ed)?|curious|not sure|forgot|don't (?:know|remember|recall)|can't (?:remember|recall))"
    r"|(?:any|no) (?:idea|clue)|(?:do|does|did|would) (?:you|anyone|anybody|we) (?:happen to |still )?(?:know|remember|recall)|(?:let|have) me know|mind telling me|please (?:advise|confirm)|question)"
    r"(?: about)?[\s,:;–-]+(?=(?:please |pls )?(?:who|whom|whose|what|which|when|where|why|how|if|whether)(?![a-z]))(?:if |whether )?",
    _I,
)
_NEED_IT = re.compile(
    r"[\s,;.–-]+(?:i |we )?(?:just |really )?(?:need|want)(?:s)? (?:it|that|this|the (?:number|phone number|address|details|list|answer|info|figure|name|date)|(?:his|her|their) (?:number|phone number|e-?mail|address))(?: (?:now|today|asap|quickly|urgently|for \w+(?: \w+)?))?[\s.!?]*$",
    _I,
)
_PREVIEW = re.compile(
    r"[\s,;.–-]+(?:and |but |then |please |pls |just |can you |could you )*(?:(?:let me|i want to|i'd like to|i would like to|want to|allow me to) (?:see|check|review|look at|have a look at|approve)|show(?: me)?|preview|give me)"
    r"(?: (?:it|that|them|this|the (?:changes?|list|result|preview|card|numbers)|a (?:preview|list)|what (?:changes|would change)))*(?: (?:first|before (?:you |i |we |anything |it |they |that |is |are |gets? )*(?:sav\w+|appl\w+|chang\w+|confirm\w*|writ\w+|updat\w+|commit\w*|anything)(?: (?:it|them|that|anything|is|gets?|saved|changed|written|applied))*))[\s.!]*$",
    _I,
)
_IN_BRACKETS = re.compile(r"(?P<x>[\w'’.-]+(?: [\w'’.-]+)?) \((?P<y>[^()\d][^()]{1,40}|#?\d{3,6})\)")
_TYPES = frozenset("ticket case deal task lead account contact customer opportunity".split())
_OF_A_DEAL = re.compile(
    r"^[A-Z][\w-]+(?: [\w-]+)+$|(?<![a-z])(?:renewal|pilot|rollout|expansion|upgrade|project|deal)(?![a-z])"
)


def without_asides(said: str, r: Reading) -> str:
    """The request alone; what is in brackets behind a name is put before or after it, as the brain reads it."""
    text = _IN_BRACKETS.sub(lambda m: _unbracketed(m, r), said) if "(" in said else said
    text = _KNOW.sub("", text, count=1)
    for tail in (_PREVIEW, _NEED_IT):
        cut = tail.sub("", text)
        text = cut if len(cut) > 8 else text
    return text


def _unbracketed(match: re.Match[str], r: Reading) -> str:
    """ "Ana (Acme)" is "Ana at Acme", "1042 (ticket)" is "ticket 1042", "Kupfer (Flow for quality)" that deal of Kupfer's."""
    before, inner = match["x"], match["y"].strip()
    if inner.casefold() in _TYPES:
        *rest, last = before.split(" ")
        return " ".join([*rest, inner, last])
    names = {n.text.casefold(): n for n in r.names}
    held = names.get(inner.casefold())
    owner = next((n for n in r.names if n.end == r.said.find(match[0]) + len(before)), None)
    if owner is not None and owner.entity == "account" and (held is None or held.entity not in ("contact", "account")):
        return f"{before} {inner}" if _OF_A_DEAL.search(inner) else match[0]
    person = owner is not None and owner.may_be("contact", "lead")
    placed = held is not None and held.may_be("account")
    if (person and (placed or inner[:1].isupper())) or (placed and before.split(" ")[-1][:1].isupper()):
        return f"{before} at {inner}"
    return match[0]
