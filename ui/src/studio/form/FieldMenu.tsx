import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { useReadApp } from '../designer/context';
import type { CanvasActions } from './useCanvasActions';

const TO = 'to:';

/** The menu of a field, or of several that are selected with it: the clipboard, and the other sections. */
export function FieldMenu({ path, title, actions }: { path: string; title: string; actions: CanvasActions }) {
  const { t } = useTranslation(['studio', 'designer']);
  const words = useWords();
  const readApp = useReadApp();
  const { clipboard } = actions;
  const { sections } = readApp().form.layout;
  const own = sections.find((section) => section.fields.includes(path));
  const others = sections.filter((section) => section !== own);
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'copy', label: t('designer:clip.copy'), extra: 'Ctrl+C' },
          { key: 'cut', label: t('designer:clip.cut'), extra: 'Ctrl+X' },
          { key: 'paste', label: t('designer:clip.paste'), extra: 'Ctrl+V' },
          ...(others.length > 0 ? [{ type: 'divider' as const }] : []),
          ...others.map((section) => ({
            key: TO + section.id,
            label: t('designer:bulk.toSection', { title: words(section.title) || t('canvas.untitledSection') }),
          })),
        ],
        onClick: ({ key, domEvent }) => {
          domEvent.stopPropagation();
          if (key === 'copy') clipboard.copy();
          else if (key === 'cut') clipboard.cut();
          else if (key === 'paste') clipboard.paste();
          else actions.toSection(path, key.slice(TO.length));
        },
      }}
    >
      <Button
        type="text"
        size="small"
        icon={<MoreOutlined aria-hidden="true" />}
        aria-label={`${t('designer:bulk.more')}: ${title}`}
      />
    </Dropdown>
  );
}
