import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useChat } from '../shared/context.js';

/** Takes files that are dropped anywhere on the chat. Returns whether some are held over it. */
export function useFileDrop(inside: RefObject<HTMLElement | null>): boolean {
  const chat = useChat();
  const [isOver, setOver] = useState(false);
  const isOn = chat.currentOptions.value.composer.attachments !== null;
  useEffect(() => {
    const area = inside.current?.closest<HTMLElement>('.ck-root');
    if (!area || !isOn) return;
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!area.contains(event.relatedTarget as Node | null)) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void chat.attachments.add(files);
    };
    area.addEventListener('dragover', over);
    area.addEventListener('dragleave', leave);
    area.addEventListener('drop', drop);
    return () => {
      area.removeEventListener('dragover', over);
      area.removeEventListener('dragleave', leave);
      area.removeEventListener('drop', drop);
    };
  }, [chat, inside, isOn]);
  return isOver;
}
