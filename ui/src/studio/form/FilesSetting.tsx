import { InputNumber, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { defaultMB, type FileType, fileTypes, maxMB } from '../../core/form';
import { useEdit } from '../designer/context';
import { type Field, setFieldLayout } from '../model/fields';
import { Setting } from '../parts/Setting';

/** Which files a field takes, and how large they may be. */
export function FilesSetting({ field }: { field: Field }) {
  const { t } = useTranslation(['studio', 'files']);
  const edit = useEdit();
  const { accept, maxMB: size, keepPlace } = field.layout;
  const pictures = field.kind === 'images' || (accept ?? fileTypes).includes('image');
  return (
    <>
      {field.kind === 'attachments' && (
        <Setting label={t('field.fileTypes')} help={t('field.fileTypesHelp')}>
          {(control) => (
            <Select<FileType[]>
              {...control}
              mode="multiple"
              allowClear
              style={{ width: '100%' }}
              value={(accept ?? []) as FileType[]}
              placeholder={t('field.fileTypesAll')}
              options={fileTypes.map((type) => ({ value: type, label: t(`files:type.${type}`) }))}
              onChange={(next) =>
                edit((a) =>
                  setFieldLayout(a, field.path, {
                    // In one order, whatever the order of the clicks.
                    accept: next.length > 0 ? fileTypes.filter((type) => next.includes(type)) : undefined,
                  }),
                )
              }
            />
          )}
        </Setting>
      )}
      <Setting label={t('field.fileSize')}>
        {({ id }) => (
          <InputNumber
            id={id}
            min={1}
            max={maxMB}
            precision={0}
            suffix="MB"
            value={size ?? null}
            placeholder={String(defaultMB)}
            style={{ width: '100%' }}
            onChange={(next) =>
              edit((a) => setFieldLayout(a, field.path, { maxMB: next ?? undefined }), `${field.path} maxMB`)
            }
          />
        )}
      </Setting>
      {(keepPlace || pictures) && (
        <Setting label={t('field.keepPlace')} help={t('field.keepPlaceHelp')} inline>
          {({ id }) => (
            <Switch
              id={id}
              checked={keepPlace ?? false}
              onChange={(next) => edit((a) => setFieldLayout(a, field.path, { keepPlace: next || undefined }))}
            />
          )}
        </Setting>
      )}
    </>
  );
}
