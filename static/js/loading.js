// Loads the scripts that few pages need, when they are needed.
"use strict";

{
  /** Where this script is; the others stand beside it. */
  const own = document.currentScript.src;
  const loading = {}; // name → promise

  /** Run the script at *src*; then, or if it does not come, call *ended*. */
  function run(src, ended) {
    const script = Rectify.dom.make("script", { src });
    script.onload = script.onerror = () => {
      script.remove();
      ended();
    };
    document.head.append(script);
  }

  /** Call *done* once the script that makes `Rectify[name]` is there, or else *failed*. */
  function need(name, done, failed = () => {}) {
    if (Rectify[name]) {
      done();
      return;
    }
    const file = name === "search" ? "search-" + document.documentElement.dataset.search : name;
    const load = (loaded, lost) =>
      run(own.replace(/[^/]*$/, file + ".js"), () => {
        delete loading[name];
        if (Rectify[name]) loaded();
        else lost();
      });
    loading[name] = loading[name] || new Promise(load);
    loading[name].then(done, failed);
  }

  Object.assign(Rectify, { run, need });
}
