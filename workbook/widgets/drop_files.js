// Drop files here, or choose them by a button: their bytes go to Python, which asks for each piece.
// Custom messages carry them. A trait would be saved in the notebook by whoever saves widgets.

const PIECE = 2 ** 20; // bytes: far below the 10 MB that a message to the kernel may have
const PATIENCE = 10_000; // milliseconds without an answer until a sentence says so

const made = (tag, attributes, ...inside) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...inside);
  return node;
};

function render({ model, el }) {
  const words = model.get("words");
  const input = made("input", { type: "file", multiple: "", hidden: "" });
  const button = made("button", { type: "button" }, words.choose);
  const invitation = made("p", { class: "invitation" }, words.drop);
  const bar = made("progress", { "aria-label": words.progress, hidden: "" });
  const status = made("p", { role: "status" });
  const note = made("p", { class: "note" }, words.note);
  const attributes = { class: "drop-files", role: "group", "aria-label": words.choose };
  const area = made("div", attributes, invitation, button, input, note, bar, status);
  area.dir = words.direction;
  el.append(area);

  const say = (sentence) => {
    if (status.textContent !== sentence) status.textContent = sentence; // or it is read aloud again
  };
  const sender = String(Math.random()); // another view of the same widget may send, too
  let answered = () => {};
  model.on("msg:custom", (message) => {
    if (message.clear && bar.hidden) say("");
    if (message.to === sender) answered(message);
  });
  let late;
  const lost = () => {
    clearTimeout(late);
    bar.hidden = true;
    say(words.lost);
  };
  model.on("comm_live_update", () => {
    if (area.closest(".jupyter-widgets-disconnected")) lost();
  });

  const ask = (message, ...pieces) =>
    new Promise((resolve) => {
      model.send({ ...message, sender }, undefined, pieces); // fails if Python is gone
      late = setTimeout(() => say(words.late), PATIENCE);
      answered = ({ said, more }) => {
        clearTimeout(late);
        say(said);
        resolve(more);
      };
    });

  const send = async (file) => {
    const total = Math.max(1, Math.ceil(file.size / PIECE)); // an empty file has one empty piece
    const about = { name: file.name, size: file.size, total };
    let more = true;
    for (let number = 0; more && number < total; number++) {
      bar.value = number / total;
      const piece = file.slice(number * PIECE, (number + 1) * PIECE);
      const bytes = await piece.arrayBuffer().catch(() => null);
      more = await (bytes ? ask({ ...about, number }, bytes) : ask({ ...about, unreadable: true }));
    }
  };

  const sendAll = async (files) => {
    bar.hidden = false;
    for (const file of files) await send(file);
    bar.removeAttribute("value"); // how long Python reads is not known
    await ask({ done: true });
    bar.hidden = true;
  };
  let before = Promise.resolve();
  const take = (list) => {
    const files = [...list]; // the list itself is emptied by the browser
    if (files.length) before = before.then(() => sendAll(files)).catch(lost);
  };

  const over = (is) => {
    area.classList.toggle("over", is);
    invitation.textContent = is ? words.let_go : words.drop;
  };
  area.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    over(true);
  });
  area.addEventListener("dragleave", (event) => {
    if (!area.contains(event.relatedTarget)) over(false);
  });
  area.addEventListener("drop", (event) => {
    event.preventDefault(); // or the browser opens the file in place of the page
    over(false);
    take(event.dataTransfer.files);
  });
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    take(input.files);
    input.value = ""; // so that the same file can be chosen again
  });
}

export default { render };
