"""How long something is kept: one rule for each kind of thing, set by administrators."""

from typing import ClassVar

from crm_store.base import About, Kind, Record, choice, column
from crm_store.codes import Kept


class RetentionRule(Record, table=True):
    """Days after which what is no longer needed goes; see `crm_store.retention`."""

    about: ClassVar[About] = About(
        "retention_rule", "RR", "retention rule", "保留规则", "retention rules", title="id", shared=True
    )
    what: Kept = choice(Kept, "what is kept", "保留对象", default=Kept.BIN, required=True, editable=False)
    days: int = column(Kind.INT, "days", "天数", default=365, required=True)
