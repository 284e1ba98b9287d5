"""A turn of the offline brain on the demo company, and what our turn adds to a bare agent with one no-op tool."""

import asyncio
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from assistant.conversation import Assistant
from assistant.settings import Settings
from crm_store.demo import demo_world
from crm_store.store import Store
from crm_store.transfer import import_world

SAID = (
    "my open deals over 200k closing this quarter", "我这个季度预计成交、金额超过20万的商机有哪些？", "what's on my plate today?",
    "我今天要做什么？", "tell me about 华阳", "李娜的电话是多少", "how is the pipeline this quarter?", "本季度漏斗", "top 5 open deals",
    "今天和华阳的李娜开了40分钟会，预算30万已批，下周二下午3点演示", "取消", "overdue tasks", "逾期的任务", "open tickets for 华阳",
    "remind me to call 李娜 on Friday at 10", "no", "who changed the amount of 华阳数据平台一期?", "谁改了华阳数据平台一期的金额？",
    "把华阳数据平台一期推进到商务谈判", "取消", "how many leads do we have by status?", "线索按状态各有多少", "contacts at 华阳", "help",
    "你能做什么？", "deals won this year by owner", "今年赢单按负责人统计", "show D-7", "华阳有哪些商机", "hello",
)  # fmt: skip


def run() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store = Store.in_folder(home)
        store.upgrade()
        import_world(store, None, demo_world(date(2026, 11, 20)))
        store.close()
        return asyncio.run(_measure(home))


async def _measure(home: Path) -> list[dict[str, Any]]:
    parley = Assistant.open(Settings(home=home, brain="offline"))
    chen = parley.store.actor("chen@example.com")
    for said in SAID[:8]:
        await parley.take_turn(chen, "warm", said)
    times = []
    for n, said in enumerate(SAID * 3):
        started = time.perf_counter()
        await parley.take_turn(chen, f"bench-{n // len(SAID)}", said)
        times.append((time.perf_counter() - started) * 1000)
    parley.close()
    bare = await _bare()
    times.sort()
    p50, p95 = statistics.median(times), times[int(len(times) * 0.95)]
    return [
        {"name": "offline turn on the demo company, p50", "value": p50, "unit": "ms", "limit": 80, "peer": bare},
        {"name": "offline turn on the demo company, p95", "value": p95, "unit": "ms", "limit": 200},
        {"name": "our turn over a bare agent with a no-op tool, p50", "value": p50 - bare, "unit": "ms", "peer": bare},
    ]


async def _bare() -> float:
    """The median of a bare create_agent with one no-op tool and a scripted model: what the framework itself costs."""
    from langchain.agents import create_agent
    from langchain_core.language_models.chat_models import BaseChatModel
    from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
    from langchain_core.outputs import ChatGeneration, ChatResult
    from langchain_core.tools import tool

    @tool
    def nothing() -> str:
        """Do nothing."""
        return "done"

    class Scripted(BaseChatModel):
        @property
        def _llm_type(self) -> str:
            return "scripted"

        def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
            return self

        def _generate(
            self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
        ) -> ChatResult:
            done = isinstance(messages[-1], ToolMessage)
            said = (
                AIMessage("done") if done else AIMessage("", tool_calls=[{"name": "nothing", "args": {}, "id": "c1"}])
            )
            return ChatResult(generations=[ChatGeneration(message=said)])

    agent = create_agent(Scripted(), [nothing])
    times = []
    for _ in range(30):
        started = time.perf_counter()
        async for _ in agent.astream({"messages": [("user", "go")]}, stream_mode=["messages", "updates"]):
            pass
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times[5:])
