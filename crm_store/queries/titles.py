"""What one position is called in short, at length and in the other language: CFO, Chief Financial Officer, 财务总监."""

_SAME = tuple(
    tuple(names.split("|"))
    for names in (
        "ceo|chief executive officer|chief executive|首席执行官",
        "cfo|chief financial officer|finance director|首席财务官|财务总监",
        "coo|chief operating officer|首席运营官|运营总监",
        "cto|chief technology officer|chief technical officer|首席技术官|技术总监",
        "cio|chief information officer|首席信息官|信息化总监|信息总监",
        "cmo|chief marketing officer|首席营销官|市场总监",
        "cpo|chief procurement officer|chief purchasing officer|采购总监",
        "vp|vice president|副总裁",
        "gm|general manager|总经理",
        "plant manager|factory manager|厂长",
        "lab manager|laboratory manager|实验室主任",
        "quality manager|质量经理",
        "purchasing manager|procurement manager|采购经理",
    )
)


def called(title: str) -> tuple[str, ...]:
    """Every name of a position, the one that was said first; only that one when it has no other."""
    said = title.strip().lower()
    others = next((names for names in _SAME if said in names), ())
    return (said, *(n for n in others if n != said))
