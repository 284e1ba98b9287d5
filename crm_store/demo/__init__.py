"""A seeded bilingual demo company, the same every time, as a world the importer can load."""

from crm_store.demo.build import demo_world
from crm_store.demo.world import World, write

__all__ = ["World", "demo_world", "write"]
