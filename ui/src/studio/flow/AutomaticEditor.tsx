import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '../../api';
import { useEdit } from '../designer/context';
import { setNode } from '../model/flow';
import { Setting, SettingGroup } from '../parts/Setting';

const sames = { ask: 'sameAsk', consecutive: 'sameConsecutive', any: 'sameAny' } as const;
const selves = { own: 'selfOwn', skip: 'selfSkip', manager: 'selfManager' } as const;

/** What a step does by itself: for who approved before, and where the initiator is among its people. */
export function AutomaticEditor({ node }: { node: FlowNode }) {
  const { t } = useTranslation('assignees');
  const edit = useEdit();
  return (
    <SettingGroup title={t('automatic.title')}>
      {node.type === 'approval' && (
        <Setting
          label={t('automatic.same')}
          help={(node.same ?? 'ask') === 'ask' ? undefined : t('automatic.sameHelp')}
        >
          {(control) => (
            <Select<keyof typeof sames>
              {...control}
              style={{ width: '100%' }}
              value={node.same ?? 'ask'}
              options={(['ask', 'consecutive', 'any'] as const).map((same) => ({
                value: same,
                label: t(`automatic.${sames[same]}`),
              }))}
              onChange={(same) => edit((a) => setNode(a, node.id, { same: same === 'ask' ? undefined : same }))}
            />
          )}
        </Setting>
      )}
      <Setting label={t('automatic.self')}>
        {(control) => (
          <Select<keyof typeof selves>
            {...control}
            style={{ width: '100%' }}
            value={node.self ?? 'own'}
            options={(['own', 'skip', 'manager'] as const).map((self) => ({
              value: self,
              label: t(`automatic.${selves[self]}`),
            }))}
            onChange={(self) => edit((a) => setNode(a, node.id, { self: self === 'own' ? undefined : self }))}
          />
        )}
      </Setting>
    </SettingGroup>
  );
}
