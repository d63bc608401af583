import {
  ArrowRightOutlined,
  AuditOutlined,
  CommentOutlined,
  EllipsisOutlined,
  FastForwardOutlined,
  PauseOutlined,
  PlayCircleOutlined,
  ReloadOutlined,
  RollbackOutlined,
  SendOutlined,
  StopOutlined,
  SwapOutlined,
  TeamOutlined,
  UndoOutlined,
  UserAddOutlined,
  UserDeleteOutlined,
} from '@ant-design/icons';
import { Button, Drawer, Dropdown, type MenuProps } from 'antd';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instance } from '../../api';
import { useMedia } from '../../ui/useMedia';
import styles from './Actions.module.css';
import { type Deed, intervenes, type Offered, offersOf } from './offers';
import { useDeedName } from './useDeedName';

const ActionDialog = lazy(() => import('./ActionDialog'));

const icons: Record<Deed, ReactNode> = {
  return: <RollbackOutlined />,
  transfer: <SwapOutlined />,
  delegate: <AuditOutlined />,
  addSigners: <UserAddOutlined />,
  removeSigner: <UserDeleteOutlined />,
  claim: <ArrowRightOutlined />,
  reclaim: <ArrowRightOutlined />,
  release: <TeamOutlined />,
  undo: <UndoOutlined />,
  comment: <CommentOutlined />,
  copy: <SendOutlined />,
  withdraw: <UndoOutlined />,
  retry: <ReloadOutlined />,
  reassign: <SwapOutlined />,
  jump: <FastForwardOutlined />,
  suspend: <PauseOutlined />,
  resume: <PlayCircleOutlined />,
  end: <StopOutlined />,
};

export interface MoreMenuProps {
  instance: Instance;
  large?: boolean;
  onPassed?: () => void;
}

/** Everything that can be done with a request beside deciding it: a menu, on a phone a sheet. */
export default function MoreMenu({ instance, large = false, onPassed }: MoreMenuProps) {
  const { t } = useTranslation('actions');
  const deedName = useDeedName();
  const phone = useMedia('(max-width: 720px)');
  const [sheet, setSheet] = useState(false);
  const [chosen, setChosen] = useState<Offered>();
  const offers = offersOf(instance);
  if (offers.length === 0 && !chosen) return null;

  // What is not possible now stays within reach of the keyboard, so that its reason is read out.
  const words = (offered: Offered) => (
    <span className={`${styles.words} ${offered.reason === undefined ? '' : styles.resting}`}>
      <span>{deedName(offered)}</span>
      {offered.reason && (
        <span className={styles.reason}>
          <span className="visually-hidden">{t('notNow')} </span>
          {offered.reason}
        </span>
      )}
    </span>
  );
  const item = (offered: Offered): NonNullable<MenuProps['items']>[number] => ({
    key: offers.indexOf(offered),
    icon: <span aria-hidden="true">{icons[offered.deed]}</span>,
    label: words(offered),
  });
  const above = offers.filter(({ deed }) => intervenes(deed));
  const own = offers.filter(({ deed }) => !intervenes(deed));
  const button = (
    <Button
      size={large ? 'large' : 'middle'}
      icon={<EllipsisOutlined aria-hidden="true" />}
      aria-haspopup={phone ? 'dialog' : 'menu'}
      onClick={phone ? () => setSheet(true) : undefined}
    >
      {t('more')}
    </Button>
  );
  return (
    <>
      {phone ? (
        button
      ) : (
        <Dropdown
          trigger={['click']}
          autoFocus
          placement="bottomRight"
          menu={{
            className: styles.menu,
            items: [
              ...own.map(item),
              ...(above.length > 0
                ? [{ type: 'group' as const, key: 'admin', label: t('admin'), children: above.map(item) }]
                : []),
            ],
            onClick: ({ key }) => {
              const offered = offers[Number(key)];
              if (offered) choose(offered);
            },
          }}
        >
          {button}
        </Dropdown>
      )}
      <Drawer
        open={sheet}
        placement="bottom"
        size="auto"
        title={t('title')}
        onClose={() => setSheet(false)}
        styles={{ body: { padding: '8px 8px 20px' } }}
      >
        <Sheet label={t('title')} offers={own} render={words} onChoose={choose} />
        {above.length > 0 && (
          <>
            <h3 className={styles.above}>{t('admin')}</h3>
            <Sheet label={t('admin')} offers={above} render={words} onChoose={choose} />
          </>
        )}
      </Drawer>
      {chosen && (
        <Suspense>
          <ActionDialog instance={instance} offered={chosen} onClose={() => setChosen(undefined)} onPassed={onPassed} />
        </Suspense>
      )}
    </>
  );

  function choose(offered: Offered) {
    if (offered.reason !== undefined) return;
    setSheet(false);
    setChosen(offered);
  }
}

interface SheetProps {
  label: string;
  offers: readonly Offered[];
  render: (offered: Offered) => ReactNode;
  onChoose: (offered: Offered) => void;
}

function Sheet({ label, offers, render, onChoose }: SheetProps) {
  return (
    <ul aria-label={label}>
      {offers.map((offered) => (
        <li key={`${offered.deed} ${offered.task?.id ?? ''}`}>
          <button
            type="button"
            className={styles.row}
            aria-disabled={offered.reason !== undefined}
            onClick={() => onChoose(offered)}
          >
            <span aria-hidden="true">{icons[offered.deed]}</span>
            {render(offered)}
          </button>
        </li>
      ))}
    </ul>
  );
}
