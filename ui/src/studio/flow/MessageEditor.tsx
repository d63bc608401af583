import { useTranslation } from 'react-i18next';
import type { FlowNode } from '../../api';
import { useEdit } from '../designer/context';
import { setNode } from '../model/flow';
import { SettingGroup } from '../parts/Setting';
import { TemplateInput } from '../parts/TemplateInput';
import styles from './Settings.module.css';

/** What a step tells people, in both languages. */
export function MessageEditor({ node }: { node: FlowNode }) {
  const { t } = useTranslation('time');
  const edit = useEdit();
  const { id, message } = node;
  return (
    <SettingGroup>
      <TemplateInput
        label={t('edit.message')}
        value={message}
        multiline
        maxLength={300}
        onChange={(next, language) =>
          edit((a) => setNode(a, id, { message: next }), language && `node ${id} message ${language}`)
        }
      />
      <p className={styles.faint}>{t('edit.messageHelp')}</p>
    </SettingGroup>
  );
}
