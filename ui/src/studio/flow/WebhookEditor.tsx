import { Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FlowNode, WebhookCall } from '../../api';
import { useWords } from '../../i18n/words';
import { useApp, useEdit } from '../designer/context';
import { pruned, setNode } from '../model/flow';
import { hostOf, sendable } from '../model/webhook';
import { Setting, SettingGroup } from '../parts/Setting';
import { OnFailSetting } from './OnFailSetting';
import styles from './Settings.module.css';
import { WebhookSecret } from './WebhookSecret';
import { WebhookTest } from './WebhookTest';

const full = { width: '100%' };

/** Which system a step calls, what it sends, how long it tries, and what happens if that does not work. */
export function WebhookEditor({ node }: { node: FlowNode }) {
  const { t } = useTranslation('errands');
  const words = useWords();
  const app = useApp();
  const edit = useEdit();
  const call = node.webhook ?? { url: '' };
  const set = (patch: Partial<WebhookCall>, key?: string) =>
    edit(
      (a) => setNode(a, node.id, { webhook: { ...pruned({ ...call, ...patch }), url: patch.url ?? call.url } }),
      key,
    );
  const fields = sendable(app, (table, column) =>
    column === undefined ? words(table) : t('edit.column', { table: words(table), column: words(column) }),
  );
  const callable = hostOf(call.url) !== '';
  return (
    <>
      <SettingGroup>
        <Setting label={t('edit.url')} help={t('edit.urlHelp')}>
          {(control) => (
            <Input
              {...control}
              type="url"
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              maxLength={2000}
              placeholder="https://erp.example.com/hook"
              value={call.url}
              onChange={(event) => set({ url: event.target.value.trim() }, `node ${node.id} url`)}
            />
          )}
        </Setting>
        <Setting label={t('edit.fields')} help={t('edit.fieldsHelp')}>
          {(control) => (
            <Select
              {...control}
              mode="multiple"
              style={full}
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('edit.fieldsNone')}
              value={call.fields ?? []}
              options={fields}
              onChange={(chosen: string[]) => set({ fields: chosen.length > 0 ? chosen : undefined })}
            />
          )}
        </Setting>
      </SettingGroup>
      <SettingGroup>
        <Setting label={t('edit.timeout')}>
          {(control) => (
            <InputNumber
              {...control}
              style={full}
              min={1}
              max={60}
              precision={0}
              value={call.timeout ?? 10}
              onChange={(value) => set({ timeout: value === null || value === 10 ? undefined : value })}
            />
          )}
        </Setting>
        <Setting label={t('edit.tries')} help={t('edit.triesHelp')}>
          {(control) => (
            <InputNumber
              {...control}
              style={full}
              min={1}
              max={12}
              precision={0}
              value={call.tries ?? 5}
              onChange={(value) => set({ tries: value === null || value === 5 ? undefined : value })}
            />
          )}
        </Setting>
        <OnFailSetting node={node} label={t('edit.onFail')} admin={t('edit.onFailAdmin')} goOn={t('edit.onFailGoOn')} />
      </SettingGroup>
      <SettingGroup title={t('edit.secret')}>
        {callable ? (
          <>
            <WebhookSecret app={app.id} url={call.url} />
            <WebhookTest app={app.id} call={call} />
          </>
        ) : (
          <p className={styles.faint}>{t('edit.noAddress')}</p>
        )}
      </SettingGroup>
    </>
  );
}
