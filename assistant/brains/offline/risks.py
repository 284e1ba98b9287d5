"""Questions from the manager's chair; the name is that of the first of them."""

from assistant.brains.offline.chair import chair

risks = chair
