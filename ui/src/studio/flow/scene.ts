import { createContext, type RefObject, useContext } from 'react';

export interface Scene {
  /** Brings the settings to the fore. */
  onOpen: (focus: boolean) => void;
  /** Moves the canvas so that a box is in view. */
  reveal: (box: string) => void;
  root: RefObject<HTMLDivElement | null>;
}

export const FlowScene = createContext<Scene | null>(null);

export function useScene(): Scene {
  const scene = useContext(FlowScene);
  if (!scene) throw new Error('cards of the flow need its canvas around them');
  return scene;
}

/** Puts the focus on a card once it is drawn. */
export function focusCard(root: RefObject<HTMLDivElement | null>, box: string): void {
  const look = (tries: number) => {
    const cards = [...(root.current?.querySelectorAll<HTMLElement>('[data-card]') ?? [])];
    const card = cards.find((each) => each.dataset.card === box);
    if (card) card.focus();
    else if (tries > 0) requestAnimationFrame(() => look(tries - 1));
  };
  requestAnimationFrame(() => look(5));
}
