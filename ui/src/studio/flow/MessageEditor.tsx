import { useTranslation } from 'react-i18next';
import type { FlowNode } from '../../api';
import { useEdit } from '../designer/context';
import { reworded } from '../model/fields';
import { setNode } from '../model/flow';
import { SettingGroup } from '../parts/Setting';
import { WordsInput } from '../parts/WordsInput';
import styles from './Settings.module.css';

/** What a step tells people, in both languages. */
export function MessageEditor({ node }: { node: FlowNode }) {
  const { t } = useTranslation('time');
  const edit = useEdit();
  const { id, message } = node;
  return (
    <SettingGroup>
      <WordsInput
        label={t('edit.message')}
        value={message}
        multiline
        maxLength={300}
        onChange={(language, wording) =>
          edit(
            (a) => setNode(a, id, { message: reworded(message, language, wording) }),
            `node ${id} message ${language}`,
          )
        }
      />
      <p className={styles.faint}>{t('edit.messageHelp')}</p>
    </SettingGroup>
  );
}
