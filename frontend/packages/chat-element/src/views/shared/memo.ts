import { Component, type ComponentType, type FunctionComponent, h } from 'preact';

/** Draws a component again only if one of its props has changed. */
export function memo<P extends object>(view: FunctionComponent<P>): ComponentType<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      return !isShallowEqual(this.props as P, next);
    }

    override render() {
      return h(view, this.props as P);
    }
  } as ComponentType<P>;
}

function isShallowEqual(a: object, b: object): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.is(Reflect.get(a, key), Reflect.get(b, key)));
}
