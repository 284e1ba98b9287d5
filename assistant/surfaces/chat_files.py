"""Files people drop into the chat, kept under PARLEY_HOME/files with the conversation they belong to."""

import re
import shutil
import stat
from pathlib import Path

from crm_store.errors import DiskFull, no_room


class Files:
    """A folder per thread, in it a folder per file, so that each keeps the name its owner gave it."""

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        self.root = self.home / "files"

    def keep(self, thread_id: str, file_id: str, name: str, path: Path) -> Path:
        """Copy a file in, once, and return where it lies; DiskFull when there is no room for it."""
        target = self.root / _part(thread_id) / _part(file_id) / safe_name(name)
        if not target.exists():
            half = target.with_name(target.name + ".part")
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                self.root.chmod(stat.S_IRWXU)
                shutil.copyfile(path, half)
                half.rename(target)
            except OSError as error:
                half.unlink(missing_ok=True)
                if no_room(error):
                    raise DiskFull from error
                raise
        return target

    def relative(self, path: Path) -> str:
        """A path as the store keeps it, so that a copied home folder works elsewhere."""
        return path.relative_to(self.home).as_posix()

    def absolute(self, kept: str) -> Path:
        return self.home / kept

    def forget(self, thread_id: str) -> None:
        """Remove all files of a thread."""
        shutil.rmtree(self.root / _part(thread_id), ignore_errors=True)


def safe_name(name: str) -> str:
    """A file name as a person gave it, without anything a path could hide in."""
    bare = re.sub(r"[^\w.()\- ]+", "_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")
    return bare[-120:] or "file"


def _part(text: str) -> str:
    return re.sub(r"[^\w-]", "_", text)[:64] or "_"
