import { Checkbox, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '../../api';
import { useEdit } from '../designer/context';
import { allows, deeds, setAllowed } from '../model/deeds';
import { setNode } from '../model/flow';
import { Setting, SettingGroup } from '../parts/Setting';
import styles from './Settings.module.css';

const resumptions = { choose: 'resumeChoose', returner: 'resumeReturner', walk: 'resumeWalk' } as const;

/** What the people of a step may do beside approving, and what a rejection or a return leads to. */
export function DeedsEditor({ node }: { node: FlowNode }) {
  const { t } = useTranslation('studio');
  const edit = useEdit();
  // There is nothing to reject where somebody fills in.
  const rejects = node.type !== 'fillIn';
  const offered = deeds.filter((deed) => rejects || deed !== 'reject');
  return (
    <SettingGroup title={t('flow.deeds')}>
      <ul className={styles.deeds} aria-label={t('flow.deeds')}>
        {offered.map((deed) => (
          <li key={deed}>
            <Checkbox
              checked={allows(node, deed)}
              onChange={(event) => edit((a) => setAllowed(a, node.id, deed, event.target.checked))}
            >
              {t(`flow.deed.${deed}`)}
            </Checkbox>
          </li>
        ))}
      </ul>
      {rejects && allows(node, 'reject') && (
        <Setting label={t('flow.onReject')}>
          {(control) => (
            <Select<'end' | 'return'>
              {...control}
              style={{ width: '100%' }}
              value={node.onReject ?? 'end'}
              options={[
                { value: 'end', label: t('flow.onRejectEnd') },
                { value: 'return', label: t('flow.onRejectReturn') },
              ]}
              onChange={(to) => edit((a) => setNode(a, node.id, { onReject: to === 'end' ? undefined : to }))}
            />
          )}
        </Setting>
      )}
      {(allows(node, 'return') || node.onReject === 'return') && (
        <Setting label={t('flow.afterReturn')}>
          {(control) => (
            <Select<keyof typeof resumptions>
              {...control}
              style={{ width: '100%' }}
              value={node.resume ?? 'choose'}
              options={(['choose', 'returner', 'walk'] as const).map((value) => ({
                value,
                label: t(`flow.${resumptions[value]}`),
              }))}
              onChange={(to) => edit((a) => setNode(a, node.id, { resume: to === 'choose' ? undefined : to }))}
            />
          )}
        </Setting>
      )}
    </SettingGroup>
  );
}
