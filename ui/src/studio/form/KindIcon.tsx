import {
  AlignLeftOutlined,
  ApartmentOutlined,
  CalendarOutlined,
  CheckCircleOutlined,
  CheckSquareOutlined,
  ClockCircleOutlined,
  ClusterOutlined,
  CodeOutlined,
  FieldNumberOutlined,
  FieldTimeOutlined,
  FontSizeOutlined,
  FunctionOutlined,
  HourglassOutlined,
  IdcardOutlined,
  InfoCircleOutlined,
  LayoutOutlined,
  LineOutlined,
  LinkOutlined,
  MailOutlined,
  MoneyCollectOutlined,
  NumberOutlined,
  PaperClipOutlined,
  PartitionOutlined,
  PercentageOutlined,
  PhoneOutlined,
  PictureOutlined,
  StarOutlined,
  SwapOutlined,
  TableOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { Kind } from '../model/kinds';

function SwitchOutlined() {
  return (
    <svg
      viewBox="0 0 16 16"
      width="1em"
      height="1em"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.3"
      aria-hidden="true"
    >
      <rect x="1.5" y="4" width="13" height="8" rx="4" />
      <circle cx="10.5" cy="8" r="2" />
    </svg>
  );
}

const icons: Record<Kind | 'section', ComponentType> = {
  text: FontSizeOutlined,
  textarea: AlignLeftOutlined,
  number: FieldNumberOutlined,
  choice: CheckCircleOutlined,
  switch: SwitchOutlined,
  date: CalendarOutlined,
  dateRange: SwapOutlined,
  person: UserOutlined,
  table: TableOutlined,
  json: CodeOutlined,
  serial: NumberOutlined,
  email: MailOutlined,
  phone: PhoneOutlined,
  url: LinkOutlined,
  idNumber: IdcardOutlined,
  money: MoneyCollectOutlined,
  percent: PercentageOutlined,
  computed: FunctionOutlined,
  duration: HourglassOutlined,
  rating: StarOutlined,
  choices: CheckSquareOutlined,
  tree: PartitionOutlined,
  time: ClockCircleOutlined,
  dateTime: FieldTimeOutlined,
  persons: TeamOutlined,
  department: ApartmentOutlined,
  departments: ClusterOutlined,
  attachments: PaperClipOutlined,
  images: PictureOutlined,
  note: InfoCircleOutlined,
  divider: LineOutlined,
  section: LayoutOutlined,
};

/** The picture of a kind of field. */
export function KindIcon({ kind }: { kind: Kind | 'section' }) {
  const Icon = icons[kind];
  return (
    <span aria-hidden="true" style={{ display: 'inline-flex' }}>
      <Icon />
    </span>
  );
}
