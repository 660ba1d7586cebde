"""What Mozilla's HTTP Observatory would give a site, counted here (W-06).

The arithmetic is the published one (mdn/mdn-http-observatory, src/grader and src/analyzer): 100 to
begin with; what is wrong is taken off; what is good is added only if 90 are left. Two of its rules
need the world and are left out: lists of preloaded hosts, and scripts of other sites, of which we
have none: one is counted as the worst case.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

from servers.running import Answer, Running

BROAD = {"*", "http:", "https:", "ftp:", "http://*", "https://*", "http://*.*", "https://*.*"}
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
UNSAFE = {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}
SIX_MONTHS = 15552000
LEAST_FOR_EXTRA = 90
MAX_REDIRECTS = 10


class Route(NamedTuple):
    """Every address on the way from `http://…/`, and the last answer."""

    addresses: tuple[str, ...]
    answer: Answer


def follow(server: Running) -> Route:
    """Go where the server sends us, from the host's root by HTTP, trusting only its certificate."""
    addresses = [f"http://{server.facts.host}/"]
    for _ in range(MAX_REDIRECTS):
        here = urlsplit(addresses[-1])
        answer = server.ask(here.path or "/", tls=here.scheme == "https")
        if answer.status not in (301, 302, 303, 307, 308):
            return Route(tuple(addresses), answer)
        addresses.append(urljoin(addresses[-1], answer.headers["location"]))
    raise AssertionError(f"it goes on and on: {addresses}")


def modifiers(route: Route) -> dict[str, int]:
    """What each test adds or takes off."""
    headers, is_https = route.answer.headers, route.addresses[-1].startswith("https:")
    policy = directives(headers.get("content-security-policy", ""))
    return {
        "content-security-policy": _policy(policy),
        "cookies": _cookies(headers),
        "cross-origin-resource-sharing": _sharing(headers),
        "cross-origin-resource-policy": _resource_policy(headers),
        "redirection": _redirection(route.addresses),
        "referrer-policy": _referrer(headers),
        "strict-transport-security": _transport(headers, is_https=is_https),
        "subresource-integrity": _integrity(route.answer.body),
        "x-content-type-options": 0 if headers.get("x-content-type-options", "").strip().lower() == "nosniff" else -5,
        "x-frame-options": _frames(headers, policy),
    }


def score(findings: dict[str, int]) -> int:
    """The sum; what is good counts only for those who have little wrong."""
    base = 100 + sum(one for one in findings.values() if one < 0)
    extra = sum(one for one in findings.values() if one > 0)
    return max(0, base + extra if base >= LEAST_FOR_EXTRA else base)


def directives(policy: str) -> dict[str, set[str]]:
    """A content security policy as its parts; of two with one name the first counts."""
    parts: dict[str, set[str]] = {}
    for part in policy.split(";"):
        name, *sources = part.lower().split() or [""]
        if name:
            parts.setdefault(name, set(sources))
    return parts


def _policy(policy: dict[str, set[str]]) -> int:
    if not policy:
        return -25
    default = policy.get("default-src", {"*"})
    scripts, styles, objects = (policy.get(f"{kind}-src", default) for kind in ("script", "style", "object"))
    if scripts & (BROAD | {"'unsafe-inline'", "data:"}) or objects & BROAD:
        return -20
    passive = {s for kind in ("img-src", "media-src") for s in policy.get(kind, default)}
    active = {s for name, sources in policy.items() if name not in ("img-src", "media-src") for s in sources}
    if any(source.startswith(("http:", "ftp:")) for source in active):
        return -20
    if "'unsafe-eval'" in scripts | styles:
        return -10
    if any(source.startswith(("http:", "ftp:")) for source in passive):
        return -10
    if styles & (BROAD | {"'unsafe-inline'", "data:"}):
        return 0
    return 10 if default == {"'none'"} else 5


def _cookies(headers: dict[str, str]) -> int:
    """A site of files sets none; one that does not say Secure costs most."""
    said = headers.get("set-cookie")
    if said is None:
        return 0
    return 0 if re.search(r";\s*secure", said, re.IGNORECASE) and "httponly" in said.lower() else -40


def _sharing(headers: dict[str, str]) -> int:
    shared = headers.get("access-control-allow-origin") is not None
    return -50 if shared and headers.get("access-control-allow-credentials", "").lower() == "true" else 0


def _resource_policy(headers: dict[str, str]) -> int:
    said = headers.get("cross-origin-resource-policy")
    if said is None or said == "cross-origin":
        return 0
    return 10 if said in ("same-origin", "same-site") else -5


def _redirection(addresses: tuple[str, ...]) -> int:
    if len(addresses) == 1 or not addresses[-1].startswith("https:"):
        return -20
    first, second = urlsplit(addresses[0]), urlsplit(addresses[1])
    if second.scheme == "http":
        return -10
    return 0 if first.hostname == second.hostname else -5


def _referrer(headers: dict[str, str]) -> int:
    said = headers.get("referrer-policy")
    if said is None:
        return 0
    known = [one.strip().lower() for one in said.split(",") if one.strip().lower() in PRIVATE | UNSAFE]
    return 5 if known and known[-1] in PRIVATE else -5


def _transport(headers: dict[str, str], *, is_https: bool) -> int:
    said = headers.get("strict-transport-security", "")
    age = re.search(r"max-age=(\d+)", said.lower())
    if not is_https or age is None or "," in said:
        return -20
    return 0 if int(age[1]) >= SIX_MONTHS else -10


def _integrity(body: bytes) -> int:
    scripts = BeautifulSoup(body, "html.parser").select("script[src]")
    if any(re.match(r"(?:https?:)?//", str(script["src"])) for script in scripts):
        return -50
    return 5 if any(script.get("integrity") for script in scripts) else 0


def _frames(headers: dict[str, str], policy: dict[str, set[str]]) -> int:
    if "frame-ancestors" in policy:
        return 5
    said = headers.get("x-frame-options", "").strip().lower()
    return 0 if said in ("deny", "sameorigin") or said.startswith("allow-from") else -20
