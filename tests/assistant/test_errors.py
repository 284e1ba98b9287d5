"""The one place where a bug becomes a sentence: it names a number, or that the disk is full, and never what went wrong inside."""

import errno
import logging

import pytest

from assistant.errors import Calm


@pytest.mark.parametrize(("language", "said"), [("en", "Something unexpected"), ("zh", "出了点意外")])
def test_a_bug_is_logged_and_named_by_a_number(language: str, said: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "parley"), Calm(language) as calm:
        raise KeyError("secret")
    assert calm.sentence is not None
    assert said in calm.sentence
    assert "secret" not in calm.sentence


@pytest.mark.parametrize(("language", "said"), [("en", "The disk is full"), ("zh", "磁盘已满")])
def test_a_file_without_room_is_no_riddle(language: str, said: str) -> None:
    with Calm(language) as calm:
        raise OSError(errno.ENOSPC, "No space left on device")
    assert calm.sentence is not None
    assert calm.sentence.startswith(said)


def test_nothing_wrong_is_nothing_said() -> None:
    with Calm("en") as calm:
        pass
    assert calm.sentence is None
