// Photographs and attachments in a form: a file is dropped or chosen, put beside the issue, and what it shows is asked at once.
"use strict";
{
  const desk = window.rectifyDesk;
  const { make } = desk;
  const KINDS = { photos: ".jpg,.jpeg,.png,.webp", attachments: null };
  const WORDS = { photos: ["把照片拖到这里，或者选照片", "位置等信息会去掉；选好以后写上照片内容"], attachments: ["把附件拖到这里，或者选文件", "放在这个问题的文件夹里；选好以后写上标题"] };

  const isFiles = (field) => Object.keys(KINDS).includes(field.name);

  /** A place for files of the list *field* in *form*; *add* is called with the value of each new item, and the part to fill in. */
  function attachPlace(field, form, add) {
    const [label, hint] = WORDS[field.name];
    const faults = make("ul", { class: "faults" });
    const take = async (files) => {
      faults.textContent = "";
      for (const file of files) {
        desk.tell(`正在放进 ${file.name}……`);
        try {
          const token = await desk.handOver(file);
          const answer = await desk.ask("attach", { name: form.name, field: field.name, token });
          const known = form.choices.file || (form.choices.file = []);
          if (!known.some(([name]) => name === answer.file)) known.push([answer.file, answer.file]);
          if (field.name === "photos") add({ file: answer.file }, "[data-field=alt]");
          else add({ file: answer.file, title: answer.title }, "[data-field=title]");
          desk.tell(field.name === "photos" ? "照片放好了，写上照片内容。" : "附件放好了，核对标题。");
        } catch (error) {
          faults.append(make("li", { class: "wrong" }, error.message));
          desk.tell("有文件没有放进去，原因写在下面。", true);
        }
      }
    };
    return make("div", {}, desk.dropPlace({ label, hint, accept: KINDS[field.name] }, take), faults);
  }

  /** The photograph of an item, to see while one says what it shows; *holder* is the item's value. */
  function thumbnail(form, holder) {
    if (!holder.file) return null;
    const address = `/__rectify__/desk/file/${form.name.replace(/\.yaml$/, "")}/${encodeURIComponent(holder.file)}`;
    return make("img", { class: "thumbnail", src: address, alt: holder.alt || `照片 ${holder.file}`, error: (event) => event.target.remove() });
  }

  Object.assign(desk, { attachPlace, isFiles, thumbnail });
}
