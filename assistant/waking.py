"""What takes seconds to load is loaded beside the first messages, not within one of them."""

from importlib import import_module
from threading import Thread

from assistant.settings import Settings


def wake(settings: Settings) -> None:
    """Load the offline brain, where it is the one that answers, with its encoder and sayings in a thread of its own."""
    if settings.chosen_brain == "offline":
        import_module("numpy")  # here: two threads that import it at once may each find it half made
        Thread(target=_load, name="ear", daemon=True).start()


def _load() -> None:
    from assistant.brains.offline.nearest.likened import load
    from assistant.brains.offline.words import spelling
    from assistant.thinking import Ear

    spelling.load()
    load(Ear())
