"""A task given to a colleague is hers; one about a customer is the asker's own."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "who", "title"),
    [
        ("建个任务给赵敏，周一跟我说清楚华阳二期", "赵敏", "跟我说清楚华阳二期"), ("开个任务给徐凌 下周五前把申禾的方案改完", "徐凌", "把申禾的方案改完"),
        ("布置个任务给吴桐，明天给华阳回电话", "吴桐", "给华阳回电话"), ("新建一个待办给赵敏，催一下华阳合同", "赵敏", "催一下华阳合同"),
        ("create a task for Maya Ortiz to update the price list by Wednesday", "Maya Ortiz", "Update the price list"),
    ],
)  # fmt: skip
def test_a_task_for_a_colleague_is_hers(text: str, who: str, title: str, brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    assert (call.tool, call.args["assignee"], call.args["title"]) == ("create_task", who, title)


def test_a_task_about_a_customer_is_nobody_elses(brain: Any, ear: Any) -> None:
    (call,) = brain("建个任务给李娜发合同，周五前", ear=ear).calls
    assert (call.args["title"], call.args["about"], "assignee" in call.args) == ("给李娜发合同", "李娜", False)
