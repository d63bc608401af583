import { CheckCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/EmptyState';
import { useFindings } from './context';
import { FindingList } from './FindingList';
import styles from './Problems.module.css';

/** How many problems there are, and what they are. */
export function Problems() {
  const { t } = useTranslation('studio');
  const found = useFindings();
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      trigger.current?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('keydown', onEscape);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('keydown', onEscape);
    };
  }, [open]);

  const errors = found.filter((finding) => finding.level === 'error');
  const warnings = found.filter((finding) => finding.level === 'warning');
  const tone = errors.length > 0 ? styles.error : warnings.length > 0 ? styles.warning : styles.fine;
  const label = found.length === 0 ? t('problems.button_zero') : t('problems.button', { count: found.length });
  return (
    <div className={styles.problems} ref={root}>
      <Button
        ref={trigger}
        type="text"
        className={tone}
        icon={found.length > 0 ? <WarningOutlined aria-hidden="true" /> : <CheckCircleOutlined aria-hidden="true" />}
        aria-label={label}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        title={label}
        onClick={() => setOpen(!open)}
      >
        {found.length > 0 && <span className={styles.count}>{found.length}</span>}
      </Button>
      {open && (
        <section className={styles.panel} id={id} aria-label={t('problems.title')}>
          {found.length === 0 && <EmptyState plain title={t('problems.none')} text={t('problems.noneText')} />}
          {errors.length > 0 && (
            <>
              <h2 className={styles.title}>{t('problems.error')}</h2>
              <FindingList findings={errors} onFollow={() => setOpen(false)} />
            </>
          )}
          {warnings.length > 0 && (
            <>
              <h2 className={styles.title}>{t('problems.warning')}</h2>
              <FindingList findings={warnings} onFollow={() => setOpen(false)} />
            </>
          )}
        </section>
      )}
    </div>
  );
}
