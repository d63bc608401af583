import {
  ApartmentOutlined,
  DownloadOutlined,
  SearchOutlined,
  UploadOutlined,
  UserAddOutlined,
} from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Drawer, Dropdown, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { type DirectoryDepartment, directory } from '../../api';
import { useSettled } from '../../form/widgets/useSettled';
import { useWords } from '../../i18n/words';
import { Announcer, toast } from '../../studio/parts/toast';
import { ButtonLink } from '../../ui/ButtonLink';
import { ErrorState } from '../../ui/ErrorState';
import { PageHeader } from '../../ui/PageHeader';
import { useProblemText } from '../../ui/problemText';
import { saveFile } from '../../ui/saveFile';
import { useMedia } from '../../ui/useMedia';
import { ListSkeleton } from '../../work/shared/ListSkeleton';
import { DepartmentDialog } from './DepartmentDialog';
import { DepartmentTree } from './DepartmentTree';
import { useDepartments } from './departments';
import { JoinDialog } from './JoinDialog';
import styles from './People.module.css';
import { PeopleList } from './PeopleList';
import { PersonPanel } from './PersonPanel';

const SETTLE = 250;
const statuses = ['active', 'left', 'all'] as const;
type Choice = (typeof statuses)[number];

/** The company's people beside the tree of its departments, for IT, admins and HR. */
export default function PeoplePage() {
  const { t } = useTranslation('people');
  const words = useWords();
  const wide = useMedia('(min-width: 981px)');
  const departments = useDepartments();
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState('');
  const [status, setStatus] = useState<Choice>('active');
  const [joining, setJoining] = useState(false);
  const [treeOpen, setTreeOpen] = useState(false);
  const [edited, setEdited] = useState<DirectoryDepartment | 'new' | null>(null);

  const chosen = params.get('department') ?? '';
  const put = (name: string, value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: name !== 'person' },
    );
  const all = departments.data ?? [];
  const department = all.find((each) => each.id === chosen);
  const tree = departments.data && (
    <DepartmentTree
      departments={all}
      chosen={chosen}
      onChoose={(id) => {
        put('department', id);
        setTreeOpen(false);
      }}
      onAdd={() => setEdited('new')}
      onEdit={setEdited}
    />
  );
  return (
    <>
      <PageHeader title={t('title')} text={t('text')} extra={<Tools onJoin={() => setJoining(true)} />} />
      <div className={styles.layout}>
        {wide && (
          <nav className={`card ${styles.side}`} aria-label={t('tree.label')}>
            {departments.isPending && <ListSkeleton rows={4} />}
            {departments.isError && <ErrorState error={departments.error} onRetry={() => departments.refetch()} />}
            {tree}
          </nav>
        )}
        <div className={styles.content}>
          <div className={styles.bar}>
            {!wide && (
              <Button
                block
                className={styles.choose}
                icon={<ApartmentOutlined aria-hidden="true" />}
                onClick={() => setTreeOpen(true)}
              >
                {t('tree.choose', { name: department ? words(department.name) : t('tree.all') })}
              </Button>
            )}
            <Input
              className={styles.search}
              allowClear
              prefix={<SearchOutlined aria-hidden="true" />}
              aria-label={t('search')}
              placeholder={t('search')}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <Segmented<Choice>
              aria-label={t('status.label')}
              value={status}
              onChange={setStatus}
              options={statuses.map((each) => ({ value: each, label: t(`status.${each}`) }))}
            />
          </div>
          <PeopleList
            filter={{
              q: useSettled(text.trim(), SETTLE) || undefined,
              department: chosen || undefined,
              status: status === 'all' ? undefined : status,
            }}
            onOpen={(id) => put('person', id)}
          />
        </div>
      </div>
      {!wide && (
        <Drawer
          open={treeOpen}
          onClose={() => setTreeOpen(false)}
          placement="bottom"
          size="82%"
          title={t('tree.label')}
          styles={{ section: { borderRadius: '16px 16px 0 0' } }}
          destroyOnHidden
        >
          {tree}
        </Drawer>
      )}
      <PersonPanel id={params.get('person') ?? ''} departments={all} onClose={() => put('person', '')} />
      {joining && (
        <JoinDialog
          departments={all}
          department={chosen}
          onClose={() => setJoining(false)}
          onJoined={(person) => {
            setJoining(false);
            put('person', person.id);
          }}
        />
      )}
      {edited && (
        <DepartmentDialog
          department={edited === 'new' ? undefined : edited}
          departments={all}
          below={chosen}
          onClose={() => setEdited(null)}
        />
      )}
      <Announcer />
    </>
  );
}

function Tools({ onJoin }: { onJoin: () => void }) {
  const { t } = useTranslation('people');
  const problemText = useProblemText();
  const take = useMutation({
    mutationFn: async (format: 'csv' | 'xlsx') =>
      saveFile(`banli-directory.${format}`, await directory.exportFile(format)),
    onError: (error) => toast(problemText(error)),
  });
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: (['xlsx', 'csv'] as const).map((format) => ({
            key: format,
            label: t('exportAs', { format: format === 'xlsx' ? 'Excel' : 'CSV' }),
            onClick: () => take.mutate(format),
          })),
        }}
      >
        <Button icon={<DownloadOutlined aria-hidden="true" />} loading={take.isPending}>
          {t('export')}
        </Button>
      </Dropdown>
      <ButtonLink type="default" to="/control/people/import" icon={<UploadOutlined aria-hidden="true" />}>
        {t('import')}
      </ButtonLink>
      <Button type="primary" icon={<UserAddOutlined aria-hidden="true" />} onClick={onJoin}>
        {t('join')}
      </Button>
    </>
  );
}
