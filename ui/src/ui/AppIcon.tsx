import {
  AlertOutlined,
  BankOutlined,
  CalendarOutlined,
  CarOutlined,
  FileTextOutlined,
  IdcardOutlined,
  LaptopOutlined,
  ShoppingOutlined,
  TeamOutlined,
  ToolOutlined,
  WalletOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';

/** The pictures an app may choose from, by the name its definition carries. */
export const appIcons = {
  alert: AlertOutlined,
  bank: BankOutlined,
  calendar: CalendarOutlined,
  car: CarOutlined,
  file: FileTextOutlined,
  idcard: IdcardOutlined,
  laptop: LaptopOutlined,
  shopping: ShoppingOutlined,
  team: TeamOutlined,
  tool: ToolOutlined,
  wallet: WalletOutlined,
} satisfies Record<string, ComponentType>;

export type AppIconName = keyof typeof appIcons;

const HEX = /^#[0-9a-f]{6}$/i;

/** An app's picture on a wash of its own colour. */
export function AppIcon({ app, size = 40 }: { app: { icon?: string; color?: string }; size?: number }) {
  const Icon = appIcons[app.icon as AppIconName] ?? FileTextOutlined;
  const color = app.color && HEX.test(app.color) ? app.color : '#14586e';
  return (
    <span
      aria-hidden="true"
      style={{
        display: 'inline-grid',
        placeItems: 'center',
        flex: 'none',
        width: size,
        height: size,
        borderRadius: Math.round(size * 0.28),
        fontSize: Math.round(size * 0.5),
        // Ink is dark by day and bright by night, and so is the picture.
        color: `color-mix(in oklab, ${color} var(--app-share), var(--ink))`,
        background: `color-mix(in oklab, ${color} var(--app-wash), var(--surface))`,
      }}
    >
      <Icon />
    </span>
  );
}
