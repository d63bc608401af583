import { Skeleton } from 'antd';
import { useParams } from 'react-router';
import { useWords } from '../../i18n/words';
import { ErrorState } from '../../ui/ErrorState';
import { PageHeader } from '../../ui/PageHeader';
import { useInstance } from '../shared/queries';
import { CaseByline, CaseEyebrow, CaseStamp } from './CaseHead';
import { CaseView } from './CaseView';

/** One request with everything about it. */
export default function CasePage() {
  const { id = '' } = useParams();
  const words = useWords();
  const query = useInstance(id);
  if (query.isPending) return <Skeleton active paragraph={{ rows: 10 }} />;
  if (query.isError && !query.data) return <ErrorState page error={query.error} onRetry={() => query.refetch()} />;
  const instance = query.data;
  if (!instance) return null;
  const title = words(instance.title);
  return (
    <>
      <PageHeader
        title={title}
        documentTitle={`${instance.no} ${title}`}
        eyebrow={<CaseEyebrow instance={instance} />}
        text={<CaseByline instance={instance} />}
        extra={<CaseStamp instance={instance} />}
      />
      <CaseView instance={instance} />
    </>
  );
}
