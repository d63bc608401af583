import { InputNumber, Segmented, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FlowNode, Quota } from '../../api';
import { useEdit } from '../designer/context';
import { alone, type Mode, modeOf, modes, setMode, setShare } from '../model/mode';
import { Setting, SettingGroup } from '../parts/Setting';
import styles from './Settings.module.css';

const labels = { any: 'modeAny', all: 'modeAll', inTurn: 'modeInTurn', share: 'modeShare' } as const;

const fillLabels = { any: 'fillInAny', all: 'fillInAll', inTurn: 'fillInInTurn' } as const;

/** How many of a step's people must approve or fill in, and what a rejection does, said in words. */
export function ModeEditor({ node }: { node: FlowNode }) {
  const { t } = useTranslation('studio');
  const edit = useEdit();
  const mode = modeOf(node);
  const fills = node.type === 'fillIn';
  const offered = modes.flatMap((value) => {
    if (!fills) return [{ value, label: t(`flow.${labels[value]}`) }];
    return value === 'share' ? [] : [{ value, label: t(`flow.${fillLabels[value]}`) }];
  });
  return (
    <SettingGroup>
      <Setting label={t(fills ? 'flow.modeFillIn' : 'flow.mode')}>
        {(control) => (
          <Select<Mode>
            {...control}
            style={{ width: '100%' }}
            value={mode}
            options={offered}
            onChange={(next) => edit((a) => setMode(a, node.id, next))}
          />
        )}
      </Setting>
      {mode === 'share' && <ShareEditor node={node} share={node.share ?? {}} />}
      <p className={styles.faint} role="status">
        <Will node={node} />
        {alone(node) && mode !== 'any' && <> {t('flow.will.alone')}</>}
      </p>
    </SettingGroup>
  );
}

function ShareEditor({ node, share }: { node: FlowNode; share: Quota }) {
  const { t } = useTranslation('studio');
  const edit = useEdit();
  const unit = share.percent ? 'percent' : 'count';
  return (
    <>
      <Setting label={t('flow.shareAmount')}>
        {(control) => (
          <div className={styles.share}>
            <InputNumber
              {...control}
              min={1}
              max={100}
              precision={0}
              value={share[unit]}
              onChange={(amount) =>
                edit((a) => setShare(a, node.id, { [unit]: amount ?? 1, veto: share.veto }), `share ${node.id}`)
              }
            />
            <Segmented<'count' | 'percent'>
              aria-label={t('flow.shareOf')}
              value={unit}
              options={[
                { value: 'count', label: t('flow.sharePeople') },
                { value: 'percent', label: t('flow.sharePercent') },
              ]}
              onChange={(next) =>
                edit((a) =>
                  setShare(
                    a,
                    node.id,
                    next === 'count' ? { count: 2, veto: share.veto } : { percent: 50, veto: share.veto },
                  ),
                )
              }
            />
          </div>
        )}
      </Setting>
      <Setting label={t('flow.veto')} inline>
        {(control) => (
          <Switch
            {...control}
            checked={share.veto ?? false}
            onChange={(veto) => edit((a) => setShare(a, node.id, { ...share, veto }))}
          />
        )}
      </Setting>
    </>
  );
}

/** What will happen. */
function Will({ node }: { node: FlowNode }) {
  const { t } = useTranslation('studio');
  const mode = modeOf(node);
  if (node.type === 'fillIn' && mode !== 'share') return t(`flow.will.${fillLabels[mode]}`);
  if (mode !== 'share') return t(`flow.will.${mode}`);
  const { count = 0, percent, veto } = node.share ?? {};
  if (percent) return t(veto ? 'flow.will.vetoPercent' : 'flow.will.percent', { percent });
  return t(veto ? 'flow.will.vetoCount' : 'flow.will.count', { count });
}
