// The switch for the / key, on the help page.
"use strict";

{
  const { KEY, isOff } = Rectify.slashKey;

  /** Make *button* the switch. */
  Rectify.slashSwitch = (button) => {
    const draw = () => {
      button.textContent = isOff() ? "重新启用 / 键" : "停用 / 键";
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      Rectify.storage.write(KEY, isOff() ? "on" : "off");
      draw();
    });
    draw();
  };
}
