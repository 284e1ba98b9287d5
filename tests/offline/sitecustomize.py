"""Refuse every outside address: in the test process, and in each Python child that has this folder on PYTHONPATH."""

import ipaddress
import os
import socket
from pathlib import Path
from typing import Any

# The addresses that were tried and refused. A child also writes them to the file named by REFUSED_ADDRESSES_FILE.
refusals: list[str] = []


class OutsideNetwork(OSError):
    """The product tried to leave this machine during a test."""


def refuse_outside_network() -> None:
    """Let sockets connect, send and look up names on this machine only. Idempotent. Libraries in C are not covered."""
    if getattr(socket.socket, "_parley_guarded", False):
        return
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, _guarded(getattr(socket.socket, name), _address_of_call))
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        setattr(socket, name, _guarded(getattr(socket, name), lambda args, kwargs: args[0] if args else kwargs["host"]))
    socket.socket._parley_guarded = True  # type: ignore[attr-defined]


def is_here(address: object) -> bool:
    """Whether an address or host name means this machine: loopback, a unix socket, or any interface (to bind)."""
    host = address[0] if isinstance(address, tuple) else address
    if host is None or (isinstance(address, str | bytes) and os.sep in os.fsdecode(address)):
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    if text in ("", "localhost", "localhost.localdomain") or text.endswith(".localhost") or text.startswith("\0"):
        return True
    try:
        number = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified


def _guarded(real: Any, address_of: Any) -> Any:
    def call(*args: Any, **kwargs: Any) -> Any:
        address = address_of(args, kwargs)
        if not is_here(address):
            _refuse(address)
        return real(*args, **kwargs)

    return call


def _address_of_call(args: tuple[Any, ...], kwargs: dict[str, Any]) -> object:
    # socket.connect(address), and sendto(data[, flags], address); netlink sockets stay on this machine.
    family = args[0].family
    return args[-1] if family in (socket.AF_INET, socket.AF_INET6) else None


def _refuse(address: object) -> None:
    text = str(address)
    refusals.append(text)
    if log := os.environ.get("REFUSED_ADDRESSES_FILE"):
        with Path(log).open("a", encoding="utf-8") as file:
            file.write(text + "\n")
    raise OutsideNetwork(f"outside network refused in tests: {text}. Use a server on 127.0.0.1.")


if "REFUSED_ADDRESSES_FILE" in os.environ:
    refuse_outside_network()
