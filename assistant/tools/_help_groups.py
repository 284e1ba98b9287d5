"""What can be said, in a few groups: the tools of each, those that show best first."""

from dataclasses import dataclass

from crm_store.names import normal


@dataclass(frozen=True)
class Group:
    """A part of what Parley can do: its title, the words it is asked for by (the first is offered), its tools."""

    en: str
    zh: str
    called: tuple[str, ...]
    tools: tuple[str, ...]


GROUPS = (
    Group(
        "Ask", "查询", ("questions", "查询", "asking", "提问", "问题"),
        ("my_day", "find_records", "show_record", "recall_notes", "next_action", "brief", "whats_new", "contradictions", "qualify", "history",
         "price", "score_leads", "tags", "earlier_in_chat", "draft_message", "handover"),
    ),
    Group(
        "Figures and forecasts", "数字与预测", ("figures", "数字", "numbers", "统计", "forecasts"),
        ("pipeline_summary", "forecast", "deals_at_risk", "win_loss", "attainment", "team_report", "pipeline_bridge", "compare",
         "team_activity", "stage_flow", "heat_map"),
    ),
    Group(
        "Log and change (you confirm before anything is saved)", "记录与修改（确认后才会保存）", ("changes", "修改", "logging", "记录"),
        ("log_interaction", "create_task", "propose_change", "open_ticket", "stand_in", "define_field"),
    ),
    Group(
        "Views, dashboard and scheduled reports", "视图、看板与定时报告", ("views", "视图", "dashboards", "看板", "schedules", "定时报告"),
        ("saved_view", "dashboard", "schedule_report"),
    ),
    Group(
        "Sharing and care of the data", "共享与数据维护", ("sharing", "共享", "upkeep", "数据维护", "维护"),
        ("share_record", "explain_access", "find_duplicates", "merge_records", "recycle_bin", "export_person", "erase_person", "retention",
         "set_role"),
    ),
    Group("Take back", "撤销", (), ("undo",)),
)  # fmt: skip


def group_called(topic: str) -> Group | None:
    """The group a topic names as a whole."""
    return next((g for g in GROUPS if normal(topic) in g.called), None)
