import {
  AuditOutlined,
  BankOutlined,
  DashboardOutlined,
  TeamOutlined,
  UnorderedListOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { ControlSection, Me } from '../api';

interface Entry {
  id: ControlSection;
  /** Below /control. */
  path: string;
  Icon: ComponentType<{ 'aria-hidden'?: 'true' }>;
}

/** The sections of the control room, in the order of its navigation. Each has its route in app/router.tsx. */
const sections: readonly Entry[] = [
  { id: 'directory', path: 'people', Icon: TeamOutlined },
  { id: 'lists', path: 'lists', Icon: UnorderedListOutlined },
  { id: 'system', path: 'system', Icon: DashboardOutlined },
  { id: 'company', path: 'settings', Icon: BankOutlined },
  { id: 'failures', path: 'failures', Icon: WarningOutlined },
  { id: 'audit', path: 'audit', Icon: AuditOutlined },
];

/** The sections that the reader may enter. */
export function openSections(me: Me): Entry[] {
  return sections.filter(({ id }) => me.sections.includes(id));
}
