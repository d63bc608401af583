import {
  ApartmentOutlined,
  CalendarOutlined,
  ClockCircleOutlined,
  DownOutlined,
  PaperClipOutlined,
  PictureOutlined,
  PlusOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { starsOf } from '../../form/stars';
import { currencySign } from '../../form/widgets/number';
import { useLanguage, useWords } from '../../i18n/words';
import type { Field } from '../model/fields';
import type { Schema } from '../model/kinds';
import styles from './FieldSample.module.css';

export interface FieldSampleProps {
  field: Field;
  /** In words what works it out, and then each of its columns; empty for what people fill in. */
  filled: readonly string[];
}

/** How a field will look, drawn still: nothing in it can be pressed. */
export function FieldSample({ field, filled }: FieldSampleProps) {
  const { t } = useTranslation(['studio', 'form']);
  const words = useWords();
  const language = useLanguage();
  const hint = words(field.layout.placeholder);
  const [by, ...columnsBy] = filled;
  if (by) return <Filled by={by} />;
  switch (field.kind) {
    case 'text':
    case 'number':
    case 'computed':
    case 'email':
    case 'phone':
    case 'url':
    case 'idNumber':
      return <Box>{hint}</Box>;
    case 'money':
      return <Box>{field.layout.currency && `${currencySign(field.layout.currency, language)} ${hint}`}</Box>;
    case 'percent':
      return <Box icon="%">{hint}</Box>;
    case 'duration':
      return (
        <span className={styles.pair}>
          <Box icon={t('form:duration.hours')} />
          <Box icon={t('form:duration.minutes')} />
        </span>
      );
    case 'rating':
      return <span className={styles.stars}>{'★'.repeat(starsOf(field.schema))}</span>;
    case 'tree':
      return <Box icon={<DownOutlined aria-hidden="true" />}>{hint || t('canvas.choiceSample')}</Box>;
    case 'choices':
      return field.layout.widget === 'checkboxes' ? (
        <Radios field={field} square />
      ) : (
        <Box icon={<DownOutlined aria-hidden="true" />}>{hint || t('canvas.choiceSample')}</Box>
      );
    case 'time':
      return <Box icon={<ClockCircleOutlined aria-hidden="true" />}>{t('canvas.timeSample')}</Box>;
    case 'dateTime':
      return <Box icon={<CalendarOutlined aria-hidden="true" />}>{t('canvas.timeSample')}</Box>;
    case 'persons':
      return <Box icon={<TeamOutlined aria-hidden="true" />}>{hint || t('canvas.peopleSample')}</Box>;
    case 'department':
    case 'departments':
      return <Box icon={<ApartmentOutlined aria-hidden="true" />}>{hint || t('canvas.departmentSample')}</Box>;
    case 'attachments':
      return <Box icon={<PaperClipOutlined aria-hidden="true" />}>{t('canvas.filesSample')}</Box>;
    case 'images':
      return <Box icon={<PictureOutlined aria-hidden="true" />}>{t('canvas.imagesSample')}</Box>;
    case 'note':
    case 'divider':
      return null;
    case 'serial':
      return <Box>{t('form:serial.given')}</Box>;
    case 'textarea':
      return <Box tall>{hint}</Box>;
    case 'json':
      return <Box tall>{'{ }'}</Box>;
    case 'choice':
      return field.layout.widget === 'radio' ? (
        <Radios field={field} />
      ) : (
        <Box icon={<DownOutlined aria-hidden="true" />}>{hint || t('canvas.choiceSample')}</Box>
      );
    case 'switch':
      return <span className={styles.switch} />;
    case 'date':
      return <Box icon={<CalendarOutlined aria-hidden="true" />}>{t('canvas.dateSample')}</Box>;
    case 'dateRange':
      return (
        <div className={styles.range}>
          {(['am', 'pm'] as const).map((half) => (
            <span key={half} className={styles.ends}>
              <Box icon={<CalendarOutlined aria-hidden="true" />}>{t('canvas.dateSample')}</Box>
              <span className={styles.halves}>
                <span className={half === 'am' ? styles.chosen : undefined}>
                  {t(half === 'am' ? 'form:range.startAm' : 'form:range.endAm')}
                </span>
                <span className={half === 'pm' ? styles.chosen : undefined}>
                  {t(half === 'am' ? 'form:range.startPm' : 'form:range.endPm')}
                </span>
              </span>
            </span>
          ))}
        </div>
      );
    case 'person':
      return <Box icon={<UserOutlined aria-hidden="true" />}>{hint || t('canvas.personSample')}</Box>;
    case 'table':
      return <Table field={field} columnsBy={columnsBy} />;
  }
}

function Box({ children, icon, tall }: { children?: React.ReactNode; icon?: React.ReactNode; tall?: boolean }) {
  return (
    <span className={tall ? `${styles.box} ${styles.tall}` : styles.box}>
      <span className={styles.hint}>{children}</span>
      {icon && <span className={styles.icon}>{icon}</span>}
    </span>
  );
}

/** Where a value will stand that nobody fills in: how it comes about. */
function Filled({ by }: { by: string }) {
  return (
    <span className={`${styles.box} ${styles.filled}`} title={by}>
      <span className={styles.hint}>{by}</span>
    </span>
  );
}

function Radios({ field, square }: { field: Field; square?: boolean }) {
  const words = useWords();
  const { enum: list } = (square ? (field.schema.items ?? {}) : field.schema) as Schema;
  const values = Array.isArray(list) ? list.map(String) : [];
  return (
    <span className={styles.radios}>
      {values.map((value) => (
        <span key={value} className={styles.radio}>
          <span className={square ? `${styles.dot} ${styles.square}` : styles.dot} />
          {words(field.layout.options?.[value]) || value}
        </span>
      ))}
    </span>
  );
}

function Table({ field, columnsBy }: { field: Field; columnsBy: readonly string[] }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  if (field.columns.length === 0) return <Box>{t('canvas.noColumns')}</Box>;
  return (
    <div className={styles.table}>
      <div className={styles.tableHead}>
        {field.columns.map((column, index) => (
          <span key={column.id} className={styles.cell}>
            {words(column.layout.title) || t('canvas.untitled')}
            {column.required && !columnsBy[index] && <span className={styles.star}>*</span>}
          </span>
        ))}
      </div>
      <div className={styles.tableRow}>
        {field.columns.map((column, index) => (
          <span key={column.id} className={styles.cell}>
            <Cell column={column} by={columnsBy[index]} />
          </span>
        ))}
      </div>
      <div className={styles.addRow}>
        <PlusOutlined aria-hidden="true" /> {t('canvas.addRow')}
      </div>
    </div>
  );
}

function Cell({ column, by }: { column: Field; by: string | undefined }) {
  if (by) return <Filled by={by} />;
  return column.kind === 'switch' ? <span className={styles.switch} /> : <Box />;
}
