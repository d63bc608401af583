import { Select } from 'antd';
import type { FlowNode } from '../../api';
import { useEdit } from '../designer/context';
import { setNode } from '../model/flow';
import { Setting } from '../parts/Setting';

export interface OnFailSettingProps {
  node: FlowNode;
  label: string;
  help?: string;
  /** What asking the administrators, and going on, are called at this kind of step. */
  admin: string;
  goOn: string;
}

/** What becomes of a request where a step that no person does has failed. */
export function OnFailSetting({ node, label, help, admin, goOn }: OnFailSettingProps) {
  const edit = useEdit();
  return (
    <Setting label={label} help={help}>
      {(control) => (
        <Select<'admin' | 'goOn'>
          {...control}
          style={{ width: '100%' }}
          value={node.onFail ?? 'admin'}
          options={[
            { value: 'admin', label: admin },
            { value: 'goOn', label: goOn },
          ]}
          onChange={(to) => edit((a) => setNode(a, node.id, { onFail: to === 'admin' ? undefined : to }))}
        />
      )}
    </Setting>
  );
}
