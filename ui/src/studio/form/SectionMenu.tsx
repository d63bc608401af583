import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Section } from '../../api';
import { useWords } from '../../i18n/words';
import type { CanvasActions } from './useCanvasActions';

/** The menu of a section: the clipboard, and its fields. */
export function SectionMenu({ section, actions }: { section: Section; actions: CanvasActions }) {
  const { t } = useTranslation(['studio', 'designer']);
  const words = useWords();
  const { clipboard } = actions;
  const [first] = section.fields;
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'copy', label: t('designer:clip.copy'), extra: 'Ctrl+C' },
          { key: 'cut', label: t('designer:clip.cut'), extra: 'Ctrl+X' },
          { key: 'paste', label: t('designer:clip.paste'), extra: 'Ctrl+V' },
          ...(first === undefined ? [] : [{ key: 'all', label: t('designer:bulk.allFields'), extra: 'Ctrl+A' }]),
        ],
        onClick: ({ key }) => {
          if (key === 'copy') clipboard.copy();
          else if (key === 'cut') clipboard.cut();
          else if (key === 'paste') clipboard.paste();
          else if (first !== undefined) actions.selectAll(first);
        },
      }}
    >
      <Button
        type="text"
        size="small"
        icon={<MoreOutlined aria-hidden="true" />}
        aria-label={`${t('designer:bulk.more')}: ${words(section.title) || t('canvas.untitledSection')}`}
      />
    </Dropdown>
  );
}
