import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export interface PasteDialogProps {
  table: string;
  onPaste: (text: string) => void;
  onClose: () => void;
}

/** A place to paste into, for a phone and for whoever does not know that a cell takes rows too. */
export default function PasteDialog({ table, onPaste, onClose }: PasteDialogProps) {
  const { t } = useTranslation(['form', 'common']);
  const [text, setText] = useState('');
  return (
    <Modal
      open
      title={t('form:table.pasteTo', { table })}
      okText={t('form:table.pasteRows')}
      okButtonProps={{ disabled: text.trim() === '' }}
      cancelText={t('common:action.cancel')}
      onOk={() => onPaste(text)}
      onCancel={onClose}
    >
      <p id="paste-help">{t('form:table.pasteHelp')}</p>
      <Input.TextArea
        autoFocus
        aria-label={t('form:table.pasteTo', { table })}
        aria-describedby="paste-help"
        rows={8}
        style={{ marginTop: 10, fontFamily: 'ui-monospace, monospace', whiteSpace: 'pre', overflowX: 'auto' }}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </Modal>
  );
}
