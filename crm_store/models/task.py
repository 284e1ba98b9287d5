"""Something somebody promised to do."""

from datetime import date, datetime
from typing import ClassVar

from crm_store.base import About, Kind, Record, choice, column, day, link_to, moment, text
from crm_store.codes import Priority, TaskStatus


class Task(Record, table=True):
    """A to-do with a day it is due; `due_on` is always filled when `due_at` is."""

    about: ClassVar[About] = About(
        "task",
        "TK",
        "task",
        "任务",
        "tasks",
        also_en=("to-do", "todo", "todos", "to-dos", "reminder", "reminders"),
        also_zh=("待办", "提醒", "待办事项", "事项"),
        title="title",
        names=("title",),
        brief=("status", "due_on", "assignee", "deal"),
    )
    title: str = text("title", "标题", required=True, also="name|subject|名称|内容")
    status: TaskStatus = choice(TaskStatus, "status", "状态", default=TaskStatus.TODO)
    priority: Priority = choice(Priority, "priority", "优先级", default=Priority.NORMAL)
    due_on: date | None = day("due", "到期日", also="due date|deadline|due on|截止日期|截止|期限|到期")
    due_at: datetime | None = moment("due at", "到期时刻")
    assignee_id: int | None = link_to("user", "assignee", "执行人", also="owner|assigned to|负责人|分配给|指派")
    account_id: int | None = link_to("account", "account", "客户", also="company|公司")
    contact_id: int | None = link_to("contact", "contact", "联系人")
    deal_id: int | None = link_to("deal", "deal", "商机")
    ticket_id: int | None = link_to("ticket", "ticket", "工单")
    completed_at: datetime | None = moment("completed at", "完成时间", editable=False)
    tags: list[str] = column(Kind.JSON, "tags", "标签", default=list)
