"""What takes seconds to load is loaded beside the first messages, not within one of them."""

from threading import Thread

from assistant.settings import Settings


def wake(settings: Settings) -> None:
    """Load the offline brain, where it is the one that answers, with its encoder and sayings in a thread of its own."""
    if settings.chosen_brain == "offline":
        Thread(target=_load, name="ear", daemon=True).start()


def _load() -> None:
    from assistant.brains.offline.nearest.likened import load
    from assistant.thinking import Ear

    load(Ear())
