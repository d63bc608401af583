import { Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Field } from '../model/fields';
import { Setting, SettingGroup } from '../parts/Setting';
import { useSet } from './useSet';

/** Whether a field, or a column of a table, is sealed and shown to those only whom a step lets see it. */
export function SensitiveSetting({ field, whole }: { field: Field; whole?: Field }) {
  const { t } = useTranslation('studio');
  const set = useSet(field);
  const ofTable = whole?.sensitive ?? false;
  return (
    <SettingGroup>
      <Setting label={t('field.sensitive')} help={t(ofTable ? 'field.sensitiveTable' : 'field.sensitiveHelp')} inline>
        {({ id, 'aria-describedby': help }) => (
          <Switch
            id={id}
            aria-describedby={help}
            checked={field.sensitive || ofTable}
            disabled={ofTable}
            onChange={(sensitive) => set({ sensitive: sensitive || undefined }, 'sensitive')}
          />
        )}
      </Setting>
    </SettingGroup>
  );
}
