import { LogoutOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { api, type DemoRole, type Entrance, keys } from '../api';
import { useWords } from '../i18n/words';
import { Avatar } from '../ui/Person';
import { ModeSwitch } from './ModeSwitch';
import styles from './PersonMenu.module.css';
import { keepLanguage, useMe, useSession, useSessionChange } from './session';
import { useDismiss } from './useDismiss';

const entrancePaths: Record<Entrance, string> = { work: '/', studio: '/studio', control: '/control' };
/** Entrances that exist; a role may already name one that is still to come. */
const open: readonly Entrance[] = ['work', 'studio', 'control'];
const roleNames = ['employee', 'manager', 'hr', 'admin', 'it'] as const;

/** Who is logged in, the other entrances, the demo people to switch to, and the way out. */
export function PersonMenu({ here }: { here: Entrance }) {
  const { t } = useTranslation();
  const me = useMe();
  const words = useWords();
  const demo = useSession().data?.demo ?? false;
  const [expanded, setExpanded] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const id = useId();

  useDismiss(expanded, setExpanded, root, trigger);

  const name = words(me.name);
  const roles = me.roles.map((role) => {
    const known = roleNames.find((each) => each === role);
    return known ? t(`role.${known}`) : role;
  });
  const entrances = me.entrances.filter((entrance) => entrance !== here && open.includes(entrance));
  return (
    <div className={styles.menu} ref={root}>
      <button
        ref={trigger}
        type="button"
        className={styles.trigger}
        aria-expanded={expanded}
        aria-controls={expanded ? id : undefined}
        onClick={() => setExpanded(!expanded)}
      >
        <Avatar who={me} size={30} />
        <span className="visually-hidden">{t('menu.person')} </span>
        <span className={styles.name}>{name}</span>
      </button>
      {expanded && (
        <div className={styles.panel} id={id}>
          <div className={styles.who}>
            <Avatar who={me} size={44} />
            <div>
              <p className={styles.whoName}>{name}</p>
              <p className={styles.muted}>{[words(me.title), words(me.dept?.name)].filter(Boolean).join(' · ')}</p>
              <p className={styles.muted}>{t('menu.help', { roles: roles.join(t('separator')) })}</p>
            </div>
          </div>
          {entrances.length > 0 && (
            <ul className={styles.group}>
              {entrances.map((entrance) => (
                <li key={entrance}>
                  <Link className={styles.item} to={entrancePaths[entrance]} onClick={() => setExpanded(false)}>
                    {t(`entrance.${entrance}`)}
                  </Link>
                </li>
              ))}
            </ul>
          )}
          {me.entrances.includes('control') && (
            <div className={styles.group}>
              <Link className={styles.item} to="/docs" onClick={() => setExpanded(false)}>
                {t('menu.docs')}
              </Link>
            </div>
          )}
          <ModeSwitch />
          {demo && <DemoPeople onDone={() => setExpanded(false)} />}
          <div className={styles.group}>
            <Link className={styles.item} to="/account" onClick={() => setExpanded(false)}>
              {t('menu.account')}
            </Link>
            <LogOut />
          </div>
        </div>
      )}
    </div>
  );
}

function DemoPeople({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const me = useMe();
  const navigate = useNavigate();
  const change = useSessionChange();
  const demo = useQuery({ queryKey: keys.demo, queryFn: ({ signal }) => api.demo(signal), staleTime: 300_000 });
  const enter = useMutation({
    mutationFn: (as: DemoRole) => {
      keepLanguage();
      return change(() => api.enterAs(as));
    },
    onSuccess: () => {
      onDone();
      navigate('/');
    },
  });
  return (
    <div className={styles.group}>
      <p className={styles.groupTitle}>{t('menu.switch')}</p>
      <ul>
        {demo.data?.people.map(({ as, person }) => (
          <li key={as}>
            <button
              type="button"
              className={styles.item}
              aria-current={person.id === me.id}
              disabled={enter.isPending}
              onClick={() => enter.mutate(as)}
            >
              <Avatar who={person} size={26} />
              <span className={styles.itemWords}>
                {words(person.name)} <span className={styles.muted}>{t(`role.${as}`)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function LogOut() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const change = useSessionChange();
  const leave = useMutation({
    mutationFn: () =>
      change(async () => {
        await api.logOut();
        return api.session();
      }),
    onSuccess: () => navigate('/'),
  });
  return (
    <button type="button" className={styles.item} disabled={leave.isPending} onClick={() => leave.mutate()}>
      <LogoutOutlined aria-hidden="true" />
      {t('menu.logOut')}
    </button>
  );
}
