"""What a manager asks beyond a list: why the pipeline moved, as of when, what will close, what is at risk, what to do next, why deals are lost."""

from collections.abc import Callable

from assistant.brains.offline.chair.chair_ahead import forecast
from assistant.brains.offline.chair.chair_back import attained, leads_scored, win_loss
from assistant.brains.offline.chair.chair_compare import held_against
from assistant.brains.offline.chair.chair_flow import flowed
from assistant.brains.offline.chair.chair_moves import as_of, at_rates_of, bridge, shown_otherwise
from assistant.brains.offline.chair.chair_people import active, one_to_one
from assistant.brains.offline.chair.chair_risk import at_risk, next_action, one_at_risk
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import subject
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import leads


def chair(r: Reading) -> Meant | None:
    """The likeliest of the manager's questions, if it is one."""
    if leads(r, "create", "move", "set", "assign", "log", "remind", "book", "delete", "mark", "import") is not None:
        return None
    if r.refs and subject(r, "deal") is None:
        return None  # a ticket or task called by its number
    for act in _OF_ONE if r.refs else _ACTS:
        meant = act(r)
        if meant is not None:
            return meant
    return None


_OF_ONE = (next_action, one_at_risk)
"""Questions about a deal that is called by its number."""
_ACTS: tuple[Callable[[Reading], Meant | None], ...] = (
    held_against,
    flowed,
    one_to_one,
    active,
    at_rates_of,
    as_of,
    win_loss,
    bridge,
    attained,
    leads_scored,
    next_action,
    forecast,
    one_at_risk,
    at_risk,
    shown_otherwise,
)
