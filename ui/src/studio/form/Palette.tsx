import { SearchOutlined } from '@ant-design/icons';
import { useDraggable } from '@dnd-kit/core';
import { Input } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findKinds, insteadOf } from '../model/kindSearch';
import { blockKinds, type Kind, kindGroups } from '../model/kinds';
import { useNarrow } from '../parts/useNarrow';
import { KindIcon } from './KindIcon';
import styles from './Palette.module.css';

export interface PaletteProps {
  /** By keyboard, the settings of what was added are next. */
  onAdd: (kind: Kind | 'section', byKey: boolean) => void;
  /** Begins in the search. */
  searching?: boolean;
}

const groups = Object.keys(kindGroups) as (keyof typeof kindGroups)[];
const structure: readonly (Kind | 'section')[] = ['section', ...blockKinds];
const all: readonly (Kind | 'section')[] = [...groups.flatMap((group) => kindGroups[group]), ...structure];

/** Moves the focus among the palette's items, and from the first back into the search. */
function step(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, button[data-kind]')];
  const at = stops.indexOf(event.target as HTMLElement);
  const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

/** What can be put on a form. A click adds it, a drag puts it where it is dropped. */
export function Palette({ onAdd, searching }: PaletteProps) {
  const { t } = useTranslation(['studio', 'designer']);
  const narrow = useNarrow();
  const [query, setQuery] = useState('');
  const asked = query.trim() !== '';
  const found = asked ? findKinds(all, query, (kind) => t(`kind.${kind}`)) : [];
  const near = asked && found.length === 0 ? insteadOf(query) : undefined;
  const offered = near?.kinds ?? found;
  const [first] = offered;
  return (
    // The items keep their own keys; the arrows only lead from one to the next.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above.
    <div className={styles.palette} onKeyDown={step}>
      <Input
        allowClear
        // The sheet of a phone is opened to choose, not to type.
        autoFocus={searching}
        data-palette-search
        prefix={<SearchOutlined aria-hidden="true" />}
        aria-label={t('designer:palette.search')}
        placeholder={t('designer:palette.search')}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && first && !event.nativeEvent.isComposing) {
            onAdd(first, true);
            setQuery('');
          } else if (event.key === 'Escape' && query !== '') {
            event.stopPropagation();
            setQuery('');
          }
        }}
      />
      <p className="visually-hidden" role="status">
        {near && t(`designer:palette.instead.${near.key}`)}
        {asked && !near && t('designer:palette.found', { count: found.length })}
      </p>
      {!asked && <p className={styles.hint}>{t(narrow ? 'palette.hintTouch' : 'designer:palette.hint')}</p>}
      {asked && found.length === 0 && (
        <p className={styles.hint}>
          {near ? t(`designer:palette.instead.${near.key}`) : t('designer:palette.none', { query })}
        </p>
      )}
      {asked ? (
        <ul className={styles.items}>
          {offered.map((kind, index) => (
            <li key={kind}>
              <Item kind={kind} onAdd={onAdd} first={index === 0} />
            </li>
          ))}
        </ul>
      ) : (
        <>
          {groups.map((group) => (
            <Group key={group} title={t(`palette.groups.${group}`)} kinds={kindGroups[group]} onAdd={onAdd} />
          ))}
          <Group title={t('palette.structure')} kinds={structure} onAdd={onAdd} />
        </>
      )}
    </div>
  );
}

interface GroupProps {
  onAdd: PaletteProps['onAdd'];
  title: string;
  kinds: readonly (Kind | 'section')[];
}

function Group({ title, kinds, onAdd }: GroupProps) {
  return (
    <>
      <h2 className={styles.title}>{title}</h2>
      <ul className={styles.items}>
        {kinds.map((kind) => (
          <li key={kind}>
            <Item kind={kind} onAdd={onAdd} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface ItemProps {
  kind: Kind | 'section';
  onAdd: PaletteProps['onAdd'];
  /** Enter in the search adds it. */
  first?: boolean;
}

function Item({ kind, onAdd, first }: ItemProps) {
  const { t } = useTranslation('studio');
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: `new:${kind}`, data: { add: kind } });
  const name = t(`kind.${kind}`);
  return (
    <button
      ref={setNodeRef}
      type="button"
      className={isDragging ? `${styles.item} ${styles.dragged}` : styles.item}
      aria-label={t('palette.add', { kind: name })}
      {...listeners}
      data-kind={kind}
      onClick={(event) => onAdd(kind, event.detail === 0)}
    >
      <span className={styles.icon}>
        <KindIcon kind={kind} />
      </span>
      {name}
      {first && (
        <span className={styles.key} aria-hidden="true">
          ↵
        </span>
      )}
    </button>
  );
}
