import { useDraggable } from '@dnd-kit/core';
import { useTranslation } from 'react-i18next';
import { blockKinds, type Kind, kindGroups } from '../model/kinds';
import { useNarrow } from '../parts/useNarrow';
import { KindIcon } from './KindIcon';
import styles from './Palette.module.css';

export interface PaletteProps {
  onAdd: (kind: Kind | 'section') => void;
}

const groups = Object.keys(kindGroups) as (keyof typeof kindGroups)[];
const structure: readonly (Kind | 'section')[] = ['section', ...blockKinds];

/** What can be put on a form. A click adds it, a drag puts it where it is dropped. */
export function Palette({ onAdd }: PaletteProps) {
  const { t } = useTranslation('studio');
  const narrow = useNarrow();
  return (
    <div className={styles.palette}>
      <p className={styles.hint}>{t(narrow ? 'palette.hintTouch' : 'palette.hint')}</p>
      {groups.map((group) => (
        <Group key={group} title={t(`palette.groups.${group}`)} kinds={kindGroups[group]} onAdd={onAdd} />
      ))}
      <Group title={t('palette.structure')} kinds={structure} onAdd={onAdd} />
    </div>
  );
}

interface GroupProps extends PaletteProps {
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

function Item({ kind, onAdd }: { kind: Kind | 'section'; onAdd: PaletteProps['onAdd'] }) {
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
      onClick={() => onAdd(kind)}
    >
      <span className={styles.icon}>
        <KindIcon kind={kind} />
      </span>
      {name}
    </button>
  );
}
