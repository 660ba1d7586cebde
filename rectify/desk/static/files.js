// Files that are dropped or chosen: handed to the server piece by piece, so that no request is large.
"use strict";
{
  const desk = window.rectifyDesk;
  const { make } = desk;
  const PIECE = 1 << 20;

  function base64(blob) {
    return new Promise((done, failed) => {
      const reader = new FileReader();
      reader.addEventListener("load", () => done(String(reader.result).split(",")[1] || ""));
      reader.addEventListener("error", () => failed(new Error("读不了这个文件。在别的程序里打开着的先关上，再选一次。")));
      reader.readAsDataURL(blob);
    });
  }

  /** Hand *file* over; the word by which the server knows it. */
  async function handOver(file) {
    let token = null;
    let start = 0;
    do {
      const data = file.size ? await base64(file.slice(start, start + PIECE)) : "";
      token = (await desk.ask("receive", { token, name: file.name, start, data })).token;
      start += PIECE;
    } while (start < file.size);
    return token;
  }

  /** A place into which files can be dropped, with a control to choose them; *take* is called with a list of files. */
  function dropPlace({ label, hint, accept, isOne }, take) {
    const id = desk.nextId();
    const control = make("input", { id, type: "file", multiple: !isOne, accept: accept || null, "aria-describedby": hint ? `${id}h` : null });
    control.addEventListener("change", () => {
      const files = [...control.files];
      control.value = "";
      if (files.length) take(files);
    });
    const place = make("div", { class: "drop" }, make("label", { for: id }, label), hint ? make("p", { class: "hint", id: `${id}h` }, hint) : null, control);
    const over = (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      place.classList.toggle("is-over", event.type === "dragover");
      if (event.type === "drop") take([...event.dataTransfer.files]);
    };
    for (const name of ["dragover", "dragleave", "drop"]) place.addEventListener(name, over);
    return place;
  }

  // A file that misses its place would take that of the desk in the window.
  for (const name of ["dragover", "drop"]) {
    window.addEventListener(name, (event) => {
      if ([...event.dataTransfer.types].includes("Files")) event.preventDefault();
    });
  }

  Object.assign(desk, { dropPlace, handOver });
}
