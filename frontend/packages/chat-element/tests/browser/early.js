// Sets options before the element is defined, and takes the compatible name for itself.
class TheirElement extends HTMLElement {}
customElements.define('openai-chatkit', TheirElement);

const greet = (greeting) => ({ api: { url: '/chatkit' }, startScreen: { greeting } });
document.querySelector('taskpilot-chat').options = greet('Set early');

const { defineChatKit } = await import('/element/chat-element.js');
document.querySelector('my-chat').options = greet('Under another name');
defineChatKit({ tagName: 'my-chat' });
