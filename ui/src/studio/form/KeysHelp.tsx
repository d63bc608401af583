import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './KeysHelp.module.css';

const groups = {
  add: [
    ['palette', ['/', 'Ctrl+K']],
    ['find', ['Ctrl+Shift+F']],
  ],
  select: [
    ['step', ['↑', '↓']],
    ['open', ['Enter']],
    ['back', ['Esc']],
    ['extend', ['Shift+↑', 'Shift+↓']],
    ['toggle', ['Ctrl+Space']],
    ['range', ['Shift+Space']],
    ['all', ['Ctrl+A']],
    ['clear', ['Esc']],
  ],
  change: [
    ['move', ['Alt+↑', 'Alt+↓']],
    ['over', ['Alt+Shift+↑', 'Alt+Shift+↓']],
    ['duplicate', ['Ctrl+D']],
    ['remove', ['Delete']],
    ['copy', ['Ctrl+C', 'Ctrl+X']],
    ['paste', ['Ctrl+V']],
    ['undo', ['Ctrl+Z', 'Ctrl+Shift+Z']],
  ],
} as const;

/** Every key of the form's designer. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('designer');
  return (
    <Modal open title={t('keys.title')} footer={null} onCancel={onClose} width={620}>
      <p className={styles.text}>{t('keys.text')}</p>
      {(Object.keys(groups) as (keyof typeof groups)[]).map((group) => (
        <section key={group}>
          <h3 className={styles.group}>{t(`keys.${group}`)}</h3>
          <dl className={styles.list}>
            {groups[group].map(([what, keys]) => (
              <div key={what} className={styles.row}>
                <dt>{t(`keys.do.${what}`)}</dt>
                <dd>
                  {keys.map((key) => (
                    <kbd key={key} className={styles.key}>
                      {key}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <p className={styles.text}>{t('keys.columns')}</p>
    </Modal>
  );
}
