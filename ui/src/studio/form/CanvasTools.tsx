import { CheckSquareOutlined, QuestionCircleOutlined, SearchOutlined, SnippetsOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './CanvasTools.module.css';
import type { CanvasActions } from './useCanvasActions';

export interface CanvasToolsProps {
  actions: CanvasActions;
  choosing: boolean;
  setChoosing: (choosing: boolean) => void;
  onFind: () => void;
  onKeys: () => void;
}

/** What can be done with the form as a whole. */
export function CanvasTools({ actions, choosing, setChoosing, onFind, onKeys }: CanvasToolsProps) {
  const { t } = useTranslation('designer');
  return (
    <div className={styles.tools}>
      <Tooltip title={`${t('find.open')} (Ctrl+Shift+F)`}>
        <Button
          type="text"
          icon={<SearchOutlined aria-hidden="true" />}
          aria-label={t('find.open')}
          aria-haspopup="dialog"
          onClick={onFind}
        />
      </Tooltip>
      <Tooltip title={t('bulk.chooseHelp')}>
        <Button
          type={choosing ? 'primary' : 'text'}
          icon={<CheckSquareOutlined aria-hidden="true" />}
          aria-label={t('bulk.choose')}
          aria-pressed={choosing}
          onClick={() => setChoosing(!choosing)}
        />
      </Tooltip>
      <Tooltip title={`${t('clip.paste')} (Ctrl+V)`}>
        <Button
          type="text"
          icon={<SnippetsOutlined aria-hidden="true" />}
          aria-label={t('clip.paste')}
          onClick={() => actions.clipboard.paste()}
        />
      </Tooltip>
      <Tooltip title={`${t('keys.open')} (?)`}>
        <Button
          type="text"
          icon={<QuestionCircleOutlined aria-hidden="true" />}
          aria-label={t('keys.open')}
          aria-haspopup="dialog"
          onClick={onKeys}
        />
      </Tooltip>
    </div>
  );
}
