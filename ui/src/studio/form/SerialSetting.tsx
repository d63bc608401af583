import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEdit } from '../designer/context';
import { type Field, setFieldLayout } from '../model/fields';
import { isSerialPattern, serialNumber } from '../model/serial';
import { Setting } from '../parts/Setting';
import styles from './Inspector.module.css';

/** How the numbers of a serial number field look, with the first one as an example. */
export function SerialSetting({ field }: { field: Field }) {
  const { t } = useTranslation('fields');
  const edit = useEdit();
  const pattern = field.layout.serial ?? '';
  const good = isSerialPattern(pattern);
  return (
    <>
      <Setting label={t('serial.pattern')} help={good ? t('serial.help') : t('serial.wrong')}>
        {({ id, ...control }) => (
          <Input
            id={id}
            aria-describedby={control['aria-describedby']}
            status={good ? undefined : 'error'}
            aria-invalid={!good}
            spellCheck={false}
            maxLength={64}
            value={pattern}
            onChange={(event) =>
              edit((a) => setFieldLayout(a, field.path, { serial: event.target.value }), `serial ${field.path}`)
            }
          />
        )}
      </Setting>
      {good && <p className={styles.faint}>{t('serial.example', { number: serialNumber(pattern, new Date(), 1) })}</p>}
    </>
  );
}
