// The end of a worker's script in the page as one file: its first message holds the parts.
onmessage = ({ data }) => {
  onmessage = null;
  postilParts(data);
  wasm_bindgen({ module_or_path: "./WORKER_bg.wasm" }).catch((error) => {
    setTimeout(() => { throw error; }); // uncaught: this is what reaches `onerror`
  });
};
