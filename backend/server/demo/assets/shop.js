// Goes to another page of the shop as single-page apps do: the address and the words change, nothing is loaded.
const button = document.getElementById("show");
const title = document.getElementById("title");
const line = document.getElementById("line");

function show(words) {
  title.textContent = words.title;
  line.textContent = words.line;
  document.title = document.title.replace(/^[^·]*/, `${words.title} `);
  button.hidden = words.next;
}

if (button) {
  const first = { title: title.textContent, line: line.textContent, next: false };
  history.replaceState(first, "");
  button.addEventListener("click", () => {
    const next = { title: button.dataset.title, line: button.dataset.line, next: true };
    history.pushState(next, "", button.dataset.address);
    show(next);
  });
  addEventListener("popstate", (event) => {
    if (event.state) show(event.state);
  });
}
