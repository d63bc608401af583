import { TableOutlined } from '@ant-design/icons';
import { App as AntApp, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Rule } from '../../api';
import { useEdit, useReadApp, useSelection, useStudio } from '../designer/context';
import type { Matrix } from '../form/matrix';
import { setFree } from '../model/depends';
import { toast } from '../parts/toast';
import styles from './RulesTab.module.css';
import { usePathTitle } from './useActionWords';

interface Props {
  rule: Rule;
  path: string;
  lead: string;
}

/** What stands in place of the settings of a rule that the options of a field are kept as. */
export function KeptRule({ rule, path, lead }: Props) {
  const { t } = useTranslation(['rules', 'studio']);
  const { appId, designer } = useStudio();
  const { modal } = AntApp.useApp();
  const navigate = useNavigate();
  const edit = useEdit();
  const readApp = useReadApp();
  const [, select] = useSelection();
  const title = usePathTitle();
  const names = { field: title(path), lead: title(lead) };
  const open = () => {
    select({ kind: 'field', path });
    const state: Matrix = { follow: Date.now(), matrix: path };
    navigate(`/studio/apps/${encodeURIComponent(appId)}/form`, { state });
  };
  const free = () =>
    void modal.confirm({
      title: t('rules:kept.free'),
      content: t('rules:kept.freeText', names),
      okText: t('rules:kept.free'),
      onOk: () => {
        const made = setFree(readApp(), rule.id);
        edit(() => made.app);
        select({ kind: 'rule', id: made.id });
        toast(t('rules:kept.freed'), { label: t('studio:action.undo'), run: designer.undo });
      },
    });
  return (
    <div className={styles.kept}>
      <p>{t('rules:kept.text', names)}</p>
      <div className={styles.keptWays}>
        <Button type="primary" icon={<TableOutlined aria-hidden="true" />} onClick={open}>
          {t('rules:kept.open')}
        </Button>
        <Button onClick={free}>{t('rules:kept.free')}</Button>
      </div>
    </div>
  );
}
