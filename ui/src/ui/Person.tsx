import { TeamOutlined } from '@ant-design/icons';
import type { Person, Principal } from '../api';
import { useWords } from '../i18n/words';
import styles from './Avatar.module.css';
import { initials, tone } from './initials';
import { useActingName } from './standIn';

export interface AvatarProps {
  who: Pick<Person, 'id' | 'name'> & Partial<Pick<Principal, 'kind' | 'for' | 'own'>>;
  size?: number;
}

/** A round badge with a person's initials, or a square one for a role. It says nothing to screen readers. */
export function Avatar({ who, size = 24 }: AvatarProps) {
  const words = useWords();
  const role = who.kind === 'role';
  const text = initials(words(who.name));
  return (
    <span
      className={role ? `${styles.avatar} ${styles.role}` : styles.avatar}
      style={{
        width: size,
        height: size,
        fontSize: Math.round(size * 0.4),
        background: tone(who.id.replace(/^user:/, '')),
      }}
      aria-hidden="true"
    >
      {role ? <TeamOutlined /> : text}
    </span>
  );
}

export interface PersonNameProps extends AvatarProps {
  /** Said after the name, for instance a department. */
  detail?: string;
  plain?: boolean;
}

/** Somebody's name with their badge, and for whom they act. */
export function PersonName({ who, size = 24, detail, plain = false }: PersonNameProps) {
  const name = useActingName();
  return (
    <span className={styles.person}>
      {!plain && <Avatar who={who} size={size} />}
      <span className={styles.name}>
        {name(who)}
        {detail && <span className={styles.detail}> {detail}</span>}
      </span>
    </span>
  );
}

/** Names, one after the other, each with a badge. */
export function PersonList({ people, size = 20 }: { people: readonly Principal[]; size?: number }) {
  return (
    <span className={styles.person} style={{ flexWrap: 'wrap', columnGap: 12, rowGap: 2 }}>
      {people.map((who) => (
        <PersonName key={who.id} who={who} size={size} />
      ))}
    </span>
  );
}
