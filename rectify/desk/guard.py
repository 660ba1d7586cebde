"""Who may ask the desk, and how: decided before anything else looks at a request."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Final, NamedTuple

MAX_BODY: Final = 2 << 20
"""Bytes of a request: a source file has at most half as many."""

NO_KEY: Final = (
    "这个浏览器还没有用工作台的网址进来过。\n请回到运行工作台的终端窗口，把里面带 key= 的整个网址复制到这个浏览器的地址栏。"
    "\n终端窗口已经关了的，再运行一次 python3 build.py desk，会给出新的网址。"
)
READING: Final = ("GET", "HEAD")
_METHODS: Final = (*READING, "POST")
_OWN: Final = ("same-origin", "none")


class Refusal(NamedTuple):
    """Why a request is not answered: the status of HTTP and words."""

    status: int
    words: str


class Guard(NamedTuple):
    """The guard of a desk that listens on *port* of this computer, for whoever has the session's *token*."""

    port: int
    token: str

    @property
    def cookie(self) -> str:
        """The name of the cookie that holds the token; ports share cookies, so it names its own."""
        return f"rectify-desk-{self.port}"

    def refusal(self, method: str, headers: Mapping[str, str], cookie: str | None, *, is_entry: bool) -> Refusal | None:
        """Why a request is refused; None if it is answered. *is_entry* means that it brings the token in its address."""
        hosts = (f"127.0.0.1:{self.port}", f"localhost:{self.port}")
        host, origin = headers.get("Host", ""), headers.get("Origin")
        if host not in hosts:
            return Refusal(403, "这个地址不是工作台的。")
        if method not in _METHODS:
            return Refusal(405, "工作台不认识这种请求。")
        if origin is not None and origin != f"http://{host}":
            return Refusal(403, "别的网页不能使用工作台。")
        site = headers.get("Sec-Fetch-Site")
        if site not in (None, *_OWN) and not (is_entry and method in READING):
            return Refusal(403, "别的网页不能使用工作台。")
        if not is_entry and not hmac.compare_digest((cookie or "").encode(), self.token.encode()):
            return Refusal(403, NO_KEY)
        if method not in READING:
            if origin is None:
                return Refusal(403, "别的程序不能使用工作台。")
            if headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
                return Refusal(415, "工作台只收 JSON。")
        return None
