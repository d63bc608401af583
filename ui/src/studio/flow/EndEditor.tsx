import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '../../api';
import { useEdit } from '../designer/context';
import { setNode } from '../model/flow';
import { Setting, SettingGroup } from '../parts/Setting';

/** How a case stands that ends here. */
export function EndEditor({ node }: { node: FlowNode }) {
  const { t } = useTranslation('studio');
  const edit = useEdit();
  return (
    <SettingGroup>
      <Setting label={t('flow.outcome')}>
        {(control) => (
          <Select
            {...control}
            style={{ width: '100%' }}
            value={node.outcome ?? 'approved'}
            options={[
              { value: 'approved', label: t('flow.outcomeApproved') },
              { value: 'rejected', label: t('flow.outcomeRejected') },
            ]}
            onChange={(outcome) =>
              edit((a) => setNode(a, node.id, { outcome: outcome === 'approved' ? undefined : outcome }))
            }
          />
        )}
      </Setting>
      <Setting label={t('flow.result')} help={t('flow.resultHelp')}>
        {(control) => (
          <Input
            {...control}
            maxLength={64}
            spellCheck={false}
            value={node.result ?? ''}
            onChange={(event) => {
              const result = event.target.value.trim() || undefined;
              edit((a) => setNode(a, node.id, { result }), `result ${node.id}`);
            }}
          />
        )}
      </Setting>
    </SettingGroup>
  );
}
