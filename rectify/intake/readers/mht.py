"""Web pages saved as one file (mht, RFC 2557) → the page itself; pictures and styles beside it are left."""

from __future__ import annotations

import email
from email.message import Message

from rectify.intake.readers.lines import DAMAGE, refusal

_DAMAGED = ("I006", "文件损坏或者不完整，里面没有网页", "在浏览器里重新保存为“网页，仅 HTML”，再导入")


def page_in(data: bytes, name: str) -> tuple[bytes, str]:
    """The first page in the mht *data*, and the encoding that its head declares ("" for none).

    Raises SourceError (I006) where there is none.
    """
    try:
        message = email.message_from_bytes(data)
        parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "text/plain")]
        parts.sort(key=lambda part: part.get_content_type())  # html before plain; the first of each stays first
        found = next(((body, part) for part in parts if (body := _body(part)).strip()), None)
    except DAMAGE as error:
        raise refusal(name, *_DAMAGED) from error
    if found is None:
        raise refusal(name, *_DAMAGED)
    return found[0], found[1].get_content_charset("")


def _body(part: Message) -> bytes:
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""
