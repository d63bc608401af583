import { SearchOutlined } from '@ant-design/icons';
import { Input, Modal } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { useApp, useSelection } from '../designer/context';
import { findFields } from '../model/find';
import styles from './FindField.module.css';
import { KindIcon } from './KindIcon';

export interface FindFieldProps {
  onClose: () => void;
  /** Called with the path of what was chosen, which is selected by then. */
  onFound: (path: string) => void;
}

/** Finds fields, columns and sections by title or id, and leads there. */
export function FindField({ onClose, onFound }: FindFieldProps) {
  const { t } = useTranslation(['studio', 'designer']);
  const words = useWords();
  const app = useApp();
  const [, select] = useSelection();
  const [query, setQuery] = useState('');
  const found = findFields(app, query);
  const go = (path: string, section: boolean) => {
    select(section ? { kind: 'section', id: path } : { kind: 'field', path });
    onFound(path);
  };
  const step = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, button[data-found]')];
    const next = stops[stops.indexOf(event.target as HTMLElement) + (event.key === 'ArrowDown' ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <Modal open title={t('designer:find.title')} footer={null} onCancel={onClose} width={520} destroyOnHidden>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows lead from one result to the next. */}
      <div onKeyDown={step}>
        <Input
          autoFocus
          allowClear
          prefix={<SearchOutlined aria-hidden="true" />}
          aria-label={t('designer:find.label')}
          placeholder={t('designer:find.label')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            const [first] = found;
            if (event.key === 'Enter' && first && !event.nativeEvent.isComposing)
              go(first.path, first.kind === 'section');
          }}
        />
        <p className={styles.count} role="status">
          {t('designer:find.found', { count: found.length })}
        </p>
        <ul className={styles.list}>
          {found.map(({ path, kind, title, within }) => (
            <li key={`${kind === 'section'} ${path}`}>
              <button type="button" data-found className={styles.item} onClick={() => go(path, kind === 'section')}>
                <KindIcon kind={kind} />
                <span className={styles.title}>{words(title) || t('canvas.untitled')}</span>
                <span className={styles.where}>{words(within)}</span>
                <code className={styles.id}>{path}</code>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Modal>
  );
}
