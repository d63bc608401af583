import { DownloadOutlined, ImportOutlined, MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api';
import { useProblemText } from '../../ui/problemText';
import { saveFile } from '../../ui/saveFile';
import { toast } from '../parts/toast';
import { useReadApp, useStudio } from './context';
import { downloadApp } from './download';

const ImportDialog = lazy(() => import('./ImportDialog'));

/** What is seldom done with an app: bringing a form in, and the app or its form out. */
export function MoreMenu() {
  const { t } = useTranslation('studio');
  const { appId, saver } = useStudio();
  const readApp = useReadApp();
  const problemText = useProblemText();
  const [importing, setImporting] = useState(false);

  const downloadSchema = async () => {
    try {
      await saver.flush();
      const { schema } = await api.exportSchema(appId);
      const text = `${JSON.stringify(schema, null, 2)}\n`;
      saveFile(`${appId}.schema.json`, new Blob([text], { type: 'application/schema+json' }));
    } catch (error) {
      toast(problemText(error));
    }
  };
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'import', icon: <ImportOutlined aria-hidden="true" />, label: t('import.open') },
            { key: 'schema', icon: <DownloadOutlined aria-hidden="true" />, label: t('import.downloadSchema') },
            { key: 'app', icon: <DownloadOutlined aria-hidden="true" />, label: t('import.downloadApp') },
          ],
          onClick: ({ key }) => {
            if (key === 'import') setImporting(true);
            else if (key === 'schema') void downloadSchema();
            else downloadApp(readApp());
          },
        }}
      >
        <Button type="text" icon={<MoreOutlined aria-hidden="true" />} aria-label={t('import.more')} />
      </Dropdown>
      {importing && (
        <Suspense fallback={null}>
          <ImportDialog onClose={() => setImporting(false)} />
        </Suspense>
      )}
    </>
  );
}
