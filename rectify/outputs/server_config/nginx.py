"""Configuration of nginx: the hosts in one file, the site's folder in another that they include (W-01, W-02, W-13)."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from rectify.field import addresses
from rectify.outputs.server_config import facts as common

_HOSTS: Final = """\
# nginx 设置：<<host>>（由 python3 build.py server-config --for nginx 生成）
#
# 放在 /etc/nginx/conf.d/<<name>>.conf；旁边的 <<name>>.locations 放在 /etc/nginx/<<name>>.locations。
# 要改的只有：证书的两个路径（本文件），网站文件夹（<<name>>.locations）。改完先试，再生效：
#     nginx -t && systemctl reload nginx
#
# 这台服务器上已经有 <<host>> 的 server { } 了？那就删去下面两个 server { }，留下 map，
# 在原有的 server { } 里加一行：
#     include /etc/nginx/<<name>>.locations;

# 文件名里带内容指纹的，浏览器可以存一年；别的每次问一声（多半答“没有变”）。
map $uri $<<name>>_cache {
    default "<<ask_again>>";
    "~^<<base_pattern>><<assets>>" "<<for_a_year>>";
}

# 文字有压缩的和不压缩的两种，要让中间的缓存知道。
map $uri $<<name>>_vary {
    default "";
    "~(?:/[^./]+|\\.(?:<<text_endings>>))$" "Accept-Encoding";
}

# 只有 HTTPS 的回答才说“以后都用 HTTPS”。
map $https $<<name>>_hsts {
    default "";
    on "<<security>>";
}

# 一、HTTP 一律转到 HTTPS。
server {
    listen 80;
    listen [::]:80;
    server_name <<host>>;
    server_tokens off;
    return 301 https://<<host>>$request_uri;
}

# 二、HTTPS。
server {
    listen 443 ssl http2;
    listen [::]:443 ssl http2;
    server_name <<host>>;
    server_tokens off;

    # 证书：发证机构给的两个文件。第一个要含中间证书。
    ssl_certificate     /etc/ssl/<<host>>/fullchain.pem;
    ssl_certificate_key /etc/ssl/<<host>>/privkey.pem;

    # 2014 年以后的浏览器都能连。只要新浏览器：ssl_protocols 留 TLSv1.3，删去 ssl_ciphers。
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_ciphers <<ciphers>>;
    ssl_prefer_server_ciphers off;
    ssl_session_cache shared:<<name>>:10m;
    ssl_session_timeout 1d;
    ssl_session_tickets off;

    # 访问日志至少留六个月（网络安全法第二十一条）。Debian、Ubuntu 默认只留 14 天：
    # 把 /etc/logrotate.d/nginx 里的 rotate 14 改成 rotate 200。
    access_log /var/log/nginx/<<name>>.access.log;
    error_log /var/log/nginx/<<name>>.error.log;

    include /etc/nginx/<<name>>.locations;
<<outside>>}
"""

_OUTSIDE: Final = """\

    # 这个主机上没有别的内容：首页转到专栏，其余答“找不到”。
    location = / { return 302 <<base>>; }
    location / {
        error_page 404 <<base>><<not_found>>;
        return 404;
    }
"""

_FOLDER: Final = """\
# nginx 设置：<<base>>（由 python3 build.py server-config --for nginx 生成）
#
# 放在 /etc/nginx/<<name>>.locations，由 server { } 里的 include 读进来。
# 网址改名以后要重新生成；map 在旁边的 <<name>>.conf 里。
<<bare>>
location ^~ <<base>> {
    # 网站文件夹，末尾要有斜杠。用 publish 发布的，写成 …/current/。
    alias /var/www/<<name>>/current/;
    index index.html;
    autoindex off;
    absolute_redirect off;

    # 只看不改。
    if ($request_method !~ ^(?:GET|HEAD)$) { return 405; }

    # 多深的地址找不到，都显示同一页；不许看的也说找不到。
    error_page 403 404 =404 <<base>><<not_found>>;

    # 每个回答都带，出错也带（always）。add_header 全写在这一处：里面的 location 里
    # 再写任何一句 add_header，这里的就全都不算数了。
<<headers>>
    add_header Strict-Transport-Security $<<name>>_hsts always;
    add_header Cache-Control $<<name>>_cache always;
    add_header Vary $<<name>>_vary always;
    etag on;

    # 各种文件是什么。没有后缀的是文字（SHA256SUMS）。
    default_type "<<plain>>";
    types {
<<types>>
    }

    # 发布时已经压好的 .gz 直接送出；没有的当场压。
    gzip_static on;
    gzip on;
    gzip_comp_level 6;
    gzip_min_length 1000;
    gzip_vary off; # 上面的 Vary 已经说了
    gzip_types
<<compressed>>;
    # 装了 brotli 模块（Debian：libnginx-mod-http-brotli-static）再去掉行首的 #：
    # brotli_static on;

    # 点号开头的、备份的文件不给看；.well-known 除外（申请证书要用）。
    location ~ "^<<base_pattern>>(?:.*/)?\\.(?!well-known/)" { return 404; }
    location ~* "(?:~|\\.(?:<<left_over>>))$" { return 404; }
<<moved>>}
"""


def nginx_files(facts: common.ServerFacts) -> tuple[tuple[PurePosixPath, bytes], ...]:
    """The two files, with their names: `xczg.conf` for the hosts, `xczg.locations` for the site's folder."""
    return (
        (PurePosixPath(f"{facts.name}.conf"), nginx_hosts(facts)),
        (PurePosixPath(f"{facts.name}.locations"), nginx_folder(facts)),
    )


def nginx_hosts(facts: common.ServerFacts) -> bytes:
    """The file of the hosts: TLS, IPv4 and IPv6, redirect from HTTP to HTTPS; includes the file of the folder."""
    outside = common.fill(_OUTSIDE, base=facts.base_path, not_found=facts.not_found).decode()
    return common.fill(
        _HOSTS,
        host=facts.host,
        name=facts.name,
        base=facts.base_path,
        base_pattern=re.escape(facts.base_path),
        assets=addresses.ASSET_FOLDER,
        ask_again=common.ASK_AGAIN,
        for_a_year=common.FOR_A_YEAR,
        text_endings="|".join(ending[1:] for ending in common.TEXT_KINDS),
        security=common.SECURITY,
        ciphers=common.CIPHERS,
        outside="" if facts.base_path == "/" else outside,
    )


def nginx_folder(facts: common.ServerFacts) -> bytes:
    """The file of the site's folder: headers, media types, caching, compression, errors, redirects.

    One location has all the add_header lines, since a location with one of its own inherits none
    (W-02); what differs by address is a variable.
    """
    bare = facts.base_path.removesuffix("/")
    kinds = [(common.with_charset(kind), ending) for ending, kind in common.TEXT_KINDS.items()]
    kinds += [(kind, ending) for ending, kind in common.OTHER_KINDS.items()]
    kinds += [(common.BINARY, ending) for ending in facts.unknown]
    moved = [f'    location = {old} {{ return 301 "{_with_query(new)}"; }}\n' for old, new in facts.moved_pages]
    moved += [
        f"    location {old} {{ rewrite ^{re.escape(old)}(.*)$ {new}$1 permanent; }}\n"
        for old, new in facts.moved_folders
    ]
    return common.fill(
        _FOLDER,
        name=facts.name,
        base=facts.base_path,
        base_pattern=re.escape(facts.base_path),
        not_found=facts.not_found,
        bare=f"\nlocation = {bare} {{ return 301 {bare}/; }}" if bare else "",
        headers="\n".join(f'    add_header {name} "{value}" always;' for name, value in common.HEADERS),
        plain=common.with_charset(common.PLAIN),
        types="\n".join(f'        "{kind}" {ending[1:]};' for kind, ending in kinds),
        compressed="\n".join(f'        "{common.with_charset(kind)}"' for kind in common.TEXT_KINDS.values()),
        left_over="|".join(common.LEFT_OVER),
        moved="".join(["\n    # 改了名的网址。\n", *moved] if moved else []),
    )


def _with_query(place: str) -> str:
    """The target of a redirect with the query of the request, unless it has a fragment."""
    return place if "#" in place else f"{place}$is_args$args"
