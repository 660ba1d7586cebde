// Mistakes and reminders of a form: at the fields where they are mended, and in a list above it with links.
"use strict";
{
  const desk = window.rectifyDesk;
  const { make } = desk;
  const LACKING = /没有填$|是空的$/;

  /** The part of *form* in which a fault is mended: that of its path, or the nearest around it. */
  function partOf(form, where) {
    for (let length = where.length; length > 0; length -= 1) {
      const path = JSON.stringify(where.slice(0, length));
      const found = form.parts.find((part) => JSON.stringify(part.path()) === path);
      if (found) return found;
    }
    return null;
  }

  /** Whether a fault says that a box is empty to which one has just come, or which stands beside the one where one is. */
  function isHeld(form, fault) {
    const part = LACKING.test(fault.message) && partOf(form, fault.where);
    if (!part || form.left.has(part.control)) return false;
    const around = part.element.closest(".item, fieldset.record") || part.element;
    return around.contains(document.activeElement);
  }

  /** Put mistakes and reminders at their fields of *form*, and a list of them with links above the form. */
  function showFaults(form, all) {
    form.faults = all;
    form.held = all.filter((fault) => isHeld(form, fault));
    const faults = all.filter((fault) => !form.held.includes(fault));
    for (const part of form.parts) {
      part.faults.textContent = "";
      part.control.removeAttribute("aria-invalid");
    }
    const words = (fault) => [make("strong", {}, fault.isError ? "错误" : "提醒"), `：${fault.message}${fault.remedy ? `。${fault.remedy}` : ""}`, " ", desk.wayTo(fault.way, form.name)];
    const listed = faults.map((fault) => {
      const part = partOf(form, fault.where);
      if (!part) return make("li", { class: fault.isError ? "wrong" : "doubt" }, ...words(fault));
      part.faults.append(make("li", { class: fault.isError ? "wrong" : "doubt", title: fault.code }, ...words(fault)));
      if (fault.isError && /^(?:INPUT|TEXTAREA|SELECT)$/.test(part.control.tagName)) part.control.setAttribute("aria-invalid", "true");
      return make("li", {}, make("button", { type: "button", class: "link", click: () => goToPart(part) }, `${fault.isError ? "错误" : "提醒"}：${fault.message}`));
    });
    document.querySelectorAll("[data-groups] details").forEach((one) => one.classList.toggle("has-faults", Boolean(one.querySelector(".faults li"))));
    const wrong = faults.filter((fault) => fault.isError).length;
    const place = document.querySelector("[data-summary]");
    const old = place.querySelector("details");
    place.textContent = "";
    if (!faults.length) return;
    const counts = [wrong ? `${wrong}处错误` : "", faults.length - wrong ? `${faults.length - wrong}处提醒` : ""].filter(Boolean).join("，");
    place.append(make("details", { open: (old && old.open) || (wrong > 0 && wrong === faults.length) }, make("summary", {}, counts), make("ul", {}, ...listed)));
  }

  /** Go to the control in which something is to be mended. */
  function goToPart(part) {
    desk.unfold(part.element);
    const control = /^(?:INPUT|TEXTAREA|SELECT)$/.test(part.control.tagName) ? part.control : part.element.querySelector("input, textarea, select, button");
    if (!control) return;
    control.focus();
    control.scrollIntoView({ block: "center" });
  }

  Object.assign(desk, { goToPart, partOf, showFaults });
}
