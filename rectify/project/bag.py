"""The whole site in one zip file that opens from a stick: a bag with a digest of every file (BagIt 1.0, RFC 8493)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from rectify.field.config import SiteConfig
from rectify.ground.files import sha256
from rectify.project.wheel import zip_archive

PAYLOAD: Final = "data"
MANIFEST: Final = "manifest-sha256.txt"
GUIDE_FILE: Final = "先读我.txt"
_DECLARATION: Final = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_GUIDE: Final = """\
这是“{title}”整个网站的副本，共 {count} 个文件。
原来的网址：{url}

怎样看
  把压缩包全部解开，双击 data 文件夹里的 index.html。不用联网，不用安装什么；
  放在 U 盘、光盘里也一样，搜索照样能用。引用请写原来的网址，每一页的“引用本页”里都有。

怎样核对文件没有被改过
  manifest-sha256.txt 里有每个文件的校验值（SHA-256）。在这个文件夹里打开命令行，运行：
  Linux：
    sha256sum --check --quiet manifest-sha256.txt
  苹果电脑：
    shasum -a 256 --check --quiet manifest-sha256.txt
  Windows（PowerShell）：
    Get-Content -Encoding UTF8 manifest-sha256.txt | % {{ $h, $f = $_ -split '  ', 2; if ((Get-FileHash $f).Hash -ne $h) {{ $f }} }}
  没有列出文件名，就是都没有改过。
  清单自己有没有被换过，要看压缩包的校验值：打包的人那里有，请他另外告诉您，不要和压缩包放在一起。

这个文件夹照 BagIt 1.0（RFC 8493）做成，档案馆和图书馆的软件可以直接验收。
"""


def bag_zip(folder: Path, paths: Iterable[str], config: SiteConfig, name: str) -> bytes:
    """The site in *folder*, whose files are *paths*, as a zip file with one folder called *name*; OSError."""
    payload = {f"{PAYLOAD}/{path}": (folder / path).read_bytes() for path in sorted(paths)}
    size = sum(map(len, payload.values()))
    info = {
        "Source-Organization": config.organiser.name,
        "External-Description": f"{config.name}{config.title}",
        "External-Identifier": config.base_url,
        "Payload-Oxum": f"{size}.{len(payload)}",
    }
    guide = _GUIDE.format(title=config.title, count=len(payload), url=config.base_url)
    tags = {
        "bagit.txt": _DECLARATION.encode(),
        "bag-info.txt": "".join(f"{label}: {value}\n" for label, value in info.items()).encode(),
        MANIFEST: _manifest(payload),
        GUIDE_FILE: guide.replace("\n", "\r\n").encode("utf-8-sig"),
    }
    files = {**tags, "tagmanifest-sha256.txt": _manifest(tags), **payload}
    return zip_archive({f"{name}/{path}": data for path, data in files.items()}, smaller=True)


def _manifest(files: dict[str, bytes]) -> bytes:
    """The digests of *files*, as `sha256sum --check` reads them."""
    return "".join(f"{sha256(data)}  {path}\n" for path, data in files.items()).encode()
