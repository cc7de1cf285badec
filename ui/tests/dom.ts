// Browsers tell a new selection once whoever put it there is done, happy-dom in the middle of it: an
// editor is not ready for that. What tests choose they choose in the editor itself.
const dispatch = document.dispatchEvent.bind(document);
document.dispatchEvent = (event) => event.type === "selectionchange" || dispatch(event);
