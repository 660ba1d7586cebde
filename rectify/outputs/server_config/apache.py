"""Configuration of Apache: `.htaccess` in the site's own folder, and a virtual host with TLS (W-03, W-13)."""

from __future__ import annotations

import re
from typing import Final

from rectify.field import addresses
from rectify.outputs.server_config import facts as common

_FOLDER: Final = """\
# Apache 设置：<<base>>（由 python3 build.py 按 site.yaml 的 server: apache 生成，不要手改）
#
# 这个文件放在网站文件夹里，文件夹对应网址 <<base>>。要用到的模块：
#     a2enmod rewrite headers ssl
# 所在的主机要允许：AllowOverride FileInfo Indexes Options=Indexes,MultiViews,FollowSymLinks,SymLinksIfOwnerMatch

Options -Indexes -MultiViews +SymLinksIfOwnerMatch
DirectoryIndex index.html

# 多深的地址找不到，都显示同一页。
ErrorDocument 403 <<base>><<not_found>>
ErrorDocument 404 <<base>><<not_found>>

# 各种文件是什么。.gz 和 .br 是发布时压好的同一个文件。
AddDefaultCharset utf-8
<<types>>
<FilesMatch "^[^.]+(?:\\.gz|\\.br)?$">
    ForceType "<<plain>>"
</FilesMatch>
AddEncoding gzip .gz
AddEncoding br .br
RemoveLanguage .br

# 每个回答都带，出错也带（always）。
<IfModule mod_headers.c>
<<headers>>
    Header always set Strict-Transport-Security "<<security>>" "expr=%{HTTPS} == 'on'"
    # 文件名里带内容指纹的，浏览器可以存一年；别的每次问一声。
    Header always set Cache-Control "<<ask_again>>"
    Header always set Cache-Control "<<for_a_year>>" "expr=%{REQUEST_URI} =~ m#^<<base_pattern>><<assets>># && %{REQUEST_STATUS} -lt 400"
    <FilesMatch "(?:^[^.]+|\\.(?:<<text_endings>>))(?:\\.gz|\\.br)?$">
        Header always set Vary Accept-Encoding
    </FilesMatch>
</IfModule>
FileETag MTime Size

# 没有压好的，当场压。
<IfModule mod_filter.c>
    AddOutputFilterByType DEFLATE <<compressed>>
</IfModule>

<IfModule mod_rewrite.c>
    RewriteEngine On
    RewriteBase <<base>>

    # 只看不改。
    RewriteCond %{REQUEST_METHOD} !^(?:GET|HEAD)$
    RewriteRule ^ - [R=405,L]

    # 点号开头的、备份的文件不给看；.well-known 除外（申请证书要用）。
    RewriteRule "(?:^|/)\\.(?!well-known(?:/|$))" - [R=404,L]
    RewriteRule "(?:~|\\.(?:<<left_over>>))$" - [R=404,L,NC]
<<to_https>><<moved>>
    # 文件夹就是它的 index.html；没有这一页的，答“找不到”，不列文件。
    RewriteCond %{REQUEST_FILENAME} -d
    RewriteRule "^(|.*/)$" "$1index.html" [L]

    # 有压好的就送压好的。
    RewriteCond %{HTTP:Accept-Encoding} "(?:^|[\\s,])br(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))"
    RewriteCond %{REQUEST_FILENAME}.br -f
    RewriteRule "^(.+)$" "$1.br" [L]
    RewriteCond %{HTTP:Accept-Encoding} "(?:^|[\\s,])gzip(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))"
    RewriteCond %{REQUEST_FILENAME}.gz -f
    RewriteRule "^(.+)$" "$1.gz" [L]
</IfModule>
"""

_TO_HTTPS: Final = """\

    # HTTP 一律转到 HTTPS；前面有负载均衡替它解密的除外。
    RewriteCond %{HTTPS} !=on
    RewriteCond %{HTTP:X-Forwarded-Proto} !=https
    RewriteCond %{REQUEST_URI} !^/\\.well-known/
    RewriteRule ^ https://<<host>>%{REQUEST_URI} [R=301,L]
"""

_HOST: Final = """\
# Apache 主机：<<host>>（由 python3 build.py server-config --for apache 生成）
#
# 放在 /etc/apache2/sites-available/<<name>>.conf。要改的只有证书的两个路径和网站文件夹。
#     a2enmod rewrite headers ssl http2 && a2ensite <<name>>
#     apachectl configtest && systemctl reload apache2
# 其余设置在网站文件夹里的 .htaccess，随网站一起发布（site.yaml 里写 server: apache）。
#
# 这台服务器上已经有 <<host>> 的 <VirtualHost> 了？那就不用这个文件，
# 只把下面的 Alias 和 <Directory> 抄到原有的 *:443 里。

# 一、HTTP 一律转到 HTTPS。[::] 由 Listen 80 和 Listen 443 一并打开（/etc/apache2/ports.conf）。
<VirtualHost *:80>
    ServerName <<host>>
    Redirect permanent / https://<<host>>/
</VirtualHost>

# 二、HTTPS。
<VirtualHost *:443>
    ServerName <<host>>
    Protocols h2 http/1.1
    TraceEnable off

    # 证书：发证机构给的两个文件。第一个要含中间证书。
    SSLEngine on
    SSLCertificateFile    /etc/ssl/<<host>>/fullchain.pem
    SSLCertificateKeyFile /etc/ssl/<<host>>/privkey.pem

    # 2014 年以后的浏览器都能连。只要新浏览器：SSLProtocol -all +TLSv1.3。
    SSLProtocol -all +TLSv1.2 +TLSv1.3
    SSLCipherSuite <<ciphers>>
    SSLHonorCipherOrder off
    SSLSessionTickets off

    # 访问日志至少留六个月（网络安全法第二十一条）。Debian、Ubuntu 默认只留 14 天：
    # 把 /etc/logrotate.d/apache2 里的 rotate 14 改成 rotate 200。
    CustomLog ${APACHE_LOG_DIR}/<<name>>.access.log combined
    ErrorLog ${APACHE_LOG_DIR}/<<name>>.error.log
<<document_root>>
    Alias <<base>> /var/www/<<name>>/current/
    <Directory /var/www/<<name>>>
        Options +SymLinksIfOwnerMatch
        AllowOverride FileInfo Indexes Options=Indexes,MultiViews,FollowSymLinks,SymLinksIfOwnerMatch
        Require all granted
    </Directory>
</VirtualHost>
"""

_OUTSIDE: Final = """\

    # 这个主机上没有别的内容：首页转到专栏，其余答“找不到”。
    RedirectMatch 301 ^<<bare>>$ <<base>>
    RedirectMatch 302 ^/$ <<base>>
    RedirectMatch 404 ^/(?!<<folder>>(?:/|$)|\\.well-known/)
    ErrorDocument 404 <<base>><<not_found>>
"""


def apache_folder(facts: common.ServerFacts) -> bytes:
    """The `.htaccess`: media types, headers, caching, compressed siblings, errors, redirects.

    Types are forced by the whole ending (`.html.gz`), since Apache's own tables go by its last part.
    """
    moved = [
        f'    RewriteRule "^{re.escape(old.removeprefix(facts.base_path))}$" "{new}" [R=301,{_flags(new)}L]\n'
        for old, new in facts.moved_pages
    ]
    moved += [
        f'    RewriteRule "^{re.escape(old.removeprefix(facts.base_path))}(.*)$" "{new}$1" [R=301,L]\n'
        for old, new in facts.moved_folders
    ]
    return common.fill(
        _FOLDER,
        base=facts.base_path,
        base_pattern=re.escape(facts.base_path),
        not_found=facts.not_found,
        assets=addresses.ASSET_FOLDER,
        types="\n".join(_types(facts)),
        plain=common.with_charset(common.PLAIN),
        headers="\n".join(f'    Header always set {name} "{value}"' for name, value in common.HEADERS),
        security=common.SECURITY,
        ask_again=common.ASK_AGAIN,
        for_a_year=common.FOR_A_YEAR,
        text_endings="|".join(ending[1:] for ending in common.TEXT_KINDS),
        compressed=" ".join(common.TEXT_KINDS.values()),
        left_over="|".join(common.LEFT_OVER),
        to_https=common.fill(_TO_HTTPS, host=facts.host).decode() if facts.is_https else "",
        moved="".join(["\n    # 改了名的网址。\n", *moved] if moved else []),
    )


def apache_host(facts: common.ServerFacts) -> bytes:
    """The virtual host: TLS, IPv4 and IPv6, logs."""
    root = f"    DocumentRoot /var/www/{facts.name}/current\n"
    outside = common.fill(
        _OUTSIDE,
        base=facts.base_path,
        bare=re.escape(facts.base_path.removesuffix("/")),
        folder=re.escape(facts.base_path.strip("/")),
        not_found=facts.not_found,
    ).decode()
    return common.fill(
        _HOST,
        host=facts.host,
        name=facts.name,
        base=facts.base_path,
        ciphers=common.CIPHERS,
        document_root=root if facts.base_path == "/" else outside,
    )


def _flags(place: str) -> str:
    """Flags of a rule whose target has a fragment: its `#` must not be escaped, and the query is dropped."""
    return "NE,QSD," if "#" in place else ""


def _types(facts: common.ServerFacts) -> list[str]:
    lines = []
    for ending, kind in common.TEXT_KINDS.items():
        pattern = rf"\.{ending[1:]}(?:\.gz|\.br)?$"
        lines += [f'<FilesMatch "{pattern}">', f'    ForceType "{common.with_charset(kind)}"', "</FilesMatch>"]
    lines += [f'AddType "{kind}" {ending}' for ending, kind in common.OTHER_KINDS.items()]
    lines += [f'AddType "{common.BINARY}" {ending}' for ending in facts.unknown]
    return lines
