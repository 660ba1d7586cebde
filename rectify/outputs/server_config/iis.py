"""Configuration of IIS: `web.config` in the site's own folder, for a plain installation (W-04, W-13)."""

from __future__ import annotations

from typing import Final

from rectify.outputs.server_config import facts as common

_FOLDER: Final = """\
<?xml version="1.0" encoding="utf-8"?>
<!--
  IIS 设置：<<base>>（由 python3 build.py 按 site.yaml 的 server: iis 生成，不要手改）

  这个文件放在网站文件夹里。文件夹不是整个网站（网址是 <<base>>）的，在 IIS 管理器里
  右击它，选“转换为应用程序”，这样“找不到”的页面在多深的地址都对。
  证书、IPv6、HTTP 转 HTTPS、日志在 IIS 管理器里设，见 python3 build.py docs server。
-->
<configuration>
  <system.webServer>
    <defaultDocument enabled="true">
      <files>
        <clear />
        <add value="index.html" />
      </files>
    </defaultDocument>
    <directoryBrowse enabled="false" />
    <urlCompression doStaticCompression="true" doDynamicCompression="false" />

    <!-- 多深的地址找不到，都显示同一页；不许看的也说找不到。 -->
    <httpErrors errorMode="Custom" existingResponse="Replace">
<<errors>>
    </httpErrors>

    <!-- 每个回答都带；上一级有同名的，先去掉。 -->
    <httpProtocol>
      <customHeaders>
        <remove name="X-Powered-By" />
<<headers>>
      </customHeaders>
    </httpProtocol>

    <security>
      <requestFiltering>
        <!-- 备份的文件不给看。 -->
        <fileExtensions allowUnlisted="true">
<<left_over>>
        </fileExtensions>
        <!-- 只看不改。 -->
        <verbs allowUnlisted="false">
          <clear />
          <add verb="GET" allowed="true" />
          <add verb="HEAD" allowed="true" />
        </verbs>
        <!-- 点号开头的文件不给看。用 .well-known 申请证书的，在那个文件夹里另放一个 web.config 去掉这一条。 -->
        <denyUrlSequences>
          <remove sequence="/." />
          <add sequence="/." />
        </denyUrlSequences>
      </requestFiltering>
    </security>

    <!-- 各种文件是什么；先 remove 再写，免得和上一级的重复（500.19）。只有一个点的是没有后缀的文件。 -->
    <staticContent>
<<types>>
      <!-- 每次问一声；多半答“没有变”。 -->
      <clientCache cacheControlMode="DisableCache" />
    </staticContent>
  </system.webServer>

  <!-- 文件夹名里带内容指纹的，浏览器可以存一年。 -->
  <location path="assets">
    <system.webServer>
      <staticContent>
        <clientCache cacheControlMode="UseMaxAge" cacheControlMaxAge="365.00:00:00" cacheControlCustom="public, immutable" />
      </staticContent>
    </system.webServer>
  </location>
<<moved>></configuration>
"""

_MOVED: Final = """\
  <location path="<<old>>">
    <system.webServer>
      <httpRedirect enabled="true" destination="<<new>>" exactDestination="<<exact>>" httpResponseStatus="Permanent" />
    </system.webServer>
  </location>
"""


def iis_folder(facts: common.ServerFacts) -> bytes:
    """The `web.config`: media types, headers, caching, errors, redirects.

    IIS compresses by itself and keeps the result, so the compressed siblings stay unused here.
    """
    kinds = [(ending, common.with_charset(kind)) for ending, kind in common.TEXT_KINDS.items()]
    kinds += [
        *common.OTHER_KINDS.items(),
        *((ending, common.BINARY) for ending in facts.unknown),
        (".", common.with_charset(common.PLAIN)),
    ]
    moved = "".join(
        common.fill(_MOVED, old=old.removeprefix(facts.base_path), new=new, exact="true").decode()
        for old, new in facts.moved_pages
        if not old.endswith("/")  # a redirect for a folder would take all that is below it along
    )
    moved += "".join(
        common.fill(_MOVED, old=old.removeprefix(facts.base_path)[:-1], new=new[:-1], exact="false").decode()
        for old, new in facts.moved_folders
    )
    return common.fill(
        _FOLDER,
        base=facts.base_path.replace("--", "-%2D"),  # in a comment, where XML allows no two in a row
        errors="\n".join(_error(status, facts.not_found) for status in (403, 404)),
        headers="\n".join(
            _twice("name", name, f'value="{value}"', 8)
            for name, value in (*common.HEADERS, ("Strict-Transport-Security", common.SECURITY))
        ),
        left_over="\n".join(
            _twice("fileExtension", f".{ending}", 'allowed="false"', 10) for ending in common.LEFT_OVER
        ),
        types="\n".join(_kind(ending, kind) for ending, kind in kinds),
        moved=f"\n  <!-- 改了名的网址；要装“HTTP 重定向”这个功能。 -->\n{moved}" if moved else "",
    )


def _error(status: int, page: str) -> str:
    return (
        f'      <remove statusCode="{status}" subStatusCode="-1" />\n'
        f'      <error statusCode="{status}" subStatusCode="-1" path="{page}" responseMode="File" />'
    )


def _kind(ending: str, kind: str) -> str:
    removed = f'      <remove fileExtension="{ending}" />\n'
    return f'{removed}      <mimeMap fileExtension="{ending}" mimeType="{kind}" />'


def _twice(name: str, value: str, rest: str, indent: int) -> str:
    """XML that removes an entry before it adds it, since the level above may have it."""
    space = " " * indent
    return f'{space}<remove {name}="{value}" />\n{space}<add {name}="{value}" {rest} />'
