// Sets options before the element is defined, and takes the compatible name for itself.
class TheirElement extends HTMLElement {}
customElements.define('openai-chatkit', TheirElement);

const greet = (greeting) => ({ api: { url: '/chatkit' }, startScreen: { greeting } });
const early = document.querySelector('taskpilot-chat');
early.options = greet('Set early');
window.seen = [];
early.addEventListener('chatkit.ready', ({ detail }) => {
  if (detail === null) window.seen.push('early');
});

const { defineChatKit } = await import('/element/chat-element.js');
document.querySelector('my-chat').options = greet('Under another name');
defineChatKit({ tagName: 'my-chat' });
