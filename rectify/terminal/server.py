"""A local server for looking at the site while it is edited; the bureau's own server is elsewhere."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from rectify import pipeline
from rectify.ground.diagnostics import SourceError
from rectify.terminal import messages

WATCHED = ("content", "templates", "static", "site.yaml")


def serve(root: Path, port: int) -> None:
    """Show the site below *root* at the loopback *port*, built anew after each edit.

    The site stands in a temporary folder: `output/` is only touched by a build. A mistake is told
    on the terminal and the last good site stays. Ends at Ctrl-C.
    """
    import livereload  # noqa: PLC0415 - heavy, and only this command needs it

    for name in ("livereload", "tornado.access", "tornado.application"):
        logging.getLogger(name).setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="rectify-") as temporary:
        folder = Path(temporary, "site")

        def rebuild() -> None:
            try:
                made = pipeline.build(root, folder)
            except SourceError as error:
                print(messages.found(error.diagnostics), "页面还是改动以前的样子。", sep="\n", flush=True)
                return
            print(f"已更新，共 {len(made.paths)} 个文件。", flush=True)

        folder.mkdir()
        rebuild()
        server = livereload.Server()
        for name in WATCHED:
            server.watch(str(root / name / "**" / "*") if (root / name).is_dir() else str(root / name), rebuild)
        print(f"在浏览器里打开 http://127.0.0.1:{port}/ ；保存文件后页面会自动更新。按 Ctrl 加 C 结束。", flush=True)
        server.serve(root=str(folder), host="127.0.0.1", port=port, restart_delay=0)
