import { TreeSelect } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DirectoryDepartment } from '../../api/types';
import { useWords } from '../../i18n/words';
import { Setting } from '../parts/Setting';
import { useDepartments } from './useDepartments';

export interface DepartmentSelectProps {
  value: string | undefined;
  onChange: (id: string) => void;
}

/** One of the company's departments, out of their tree. */
export function DepartmentSelect({ value, onChange }: DepartmentSelectProps) {
  const { t } = useTranslation('assignees');
  const words = useWords();
  const departments = useDepartments();
  const all = [...(departments?.values() ?? [])];
  const below = (parent: string | undefined): object[] =>
    all
      .filter((each) => (each.parent || undefined) === parent)
      .map((each: DirectoryDepartment) => ({ value: each.id, title: words(each.name), children: below(each.id) }));
  return (
    <Setting label={t('department')}>
      {(control) => (
        <TreeSelect
          {...control}
          style={{ width: '100%' }}
          showSearch={{ treeNodeFilterProp: 'title' }}
          treeDefaultExpandAll
          value={value || undefined}
          placeholder={t('head.noDepartment')}
          treeData={below(undefined)}
          loading={!departments}
          onChange={(id: string) => onChange(id)}
        />
      )}
    </Setting>
  );
}
