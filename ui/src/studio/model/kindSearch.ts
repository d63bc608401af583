import { type BlockKind, blueprint, type FieldKind, isBlockKind, type Kind } from './kinds';
import { spells } from './pinyin';

const blockNames: Record<BlockKind | 'section', string> = {
  section: 'section group heading 分组 分区 标题',
  note: 'note text hint explanation paragraph 说明 备注 提示 文字',
  divider: 'divider line separator rule 分割线 分隔线 横线',
};

/** What people call a kind beside its name, in both languages. */
const synonyms: Partial<Record<FieldKind, string>> = {
  text: 'string single line short words name input 文字 输入框 姓名 单行',
  textarea: 'multi line paragraph comment reason remark description 备注 描述 事由 原因 段落 多行',
  phone: 'mobile telephone cell 手机 电话 联系方式',
  email: 'mail address 邮件 邮箱',
  url: 'link website internet 链接 网站',
  idNumber: 'identity card passport 身份证 证件',
  number: 'integer decimal quantity count figure 数值 数量 整数 小数',
  money: 'money price cost currency sum expense 价格 费用 货币 元',
  percent: 'rate ratio share % 比例 比率 百分之',
  duration: 'hours minutes length time span 小时 分钟 工时 用时',
  rating: 'stars score satisfaction 星级 打分 满意度',
  computed: 'formula calculated total sum automatic 公式 合计 自动 总计',
  choice: 'select dropdown drop-down radio option list enum combo box 下拉 选项 选择',
  choices: 'multi select checkbox check box tags several 复选 勾选 标签 多项',
  tree: 'cascade groups hierarchy category 级联 层级 分类 树',
  switch: 'yes no boolean checkbox toggle 是否 勾选 布尔',
  date: 'day calendar birthday 日子 日历 生日',
  time: 'clock hour 时刻 钟点',
  dateTime: 'timestamp appointment 日期 时间',
  dateRange: 'period from to leave days span 起止 区间 请假 时段',
  person: 'employee colleague user manager 员工 同事 用户 成员',
  persons: 'employees colleagues users team members 员工 同事 成员',
  department: 'unit team organisation 组织 团队 机构',
  departments: 'units teams organisations 组织 团队 机构',
  serial: 'number sequence counter order running 流水号 单号 序号 编号',
  attachments: 'file upload document pdf scan invoice contract 文件 上传 材料 发票 合同',
  images: 'picture photo camera upload screenshot 照片 拍照 相片 上传图片',
  json: 'schema data structure code 数据',
  table: 'rows grid list items lines details spreadsheet 行 列表 表格 子表 清单',
};

const noId = () => 'x';

function namesOf(kind: Kind | 'section'): string {
  if (kind === 'section' || isBlockKind(kind)) return blockNames[kind];
  return [...Object.values(blueprint(kind, noId).layout.title ?? {}), synonyms[kind] ?? ''].join(' ');
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase();

/**
 * The kinds that a query finds by their names in either language or by what else they are called; those whose own
 * name, as the reader sees it, begins with the query come first.
 */
export function findKinds<K extends Kind | 'section'>(
  kinds: readonly K[],
  query: string,
  nameOf: (kind: K) => string,
): K[] {
  const terms = plain(query).split(/\s+/).filter(Boolean);
  const rank = (kind: K): number => {
    const name = plain(nameOf(kind));
    const all = `${name} ${plain(namesOf(kind))}`;
    if (!terms.every((term) => all.includes(term) || spelt(term, all))) return -1;
    if (name.startsWith(plain(query).trim())) return 3;
    if (terms.every((term) => name.includes(term))) return 2;
    // What is spelt comes before what a kind is only also called where it is the name that is spelt.
    if (terms.every((term) => spelt(term, name))) return 1.5;
    return terms.every((term) => all.includes(term)) ? 1 : 0.5;
  };
  return kinds
    .map((kind) => ({ kind, rank: rank(kind) }))
    .filter((each) => each.rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map((each) => each.kind);
}

/** Whether letters are the pinyin of one of the words, whole or by its initials. One letter alone spells too much. */
function spelt(term: string, words: string): boolean {
  return /^[a-z]{2,}$/.test(term) && words.split(/\s+/).some((word) => spells(term, word));
}

/** What people look for that no kind of field is, as the key of what they are told, and the kinds that come near. */
const instead = {
  signature: { words: 'signature sign autograph 签名 签字 手写 qianming qm', kinds: ['images'] },
  location: {
    words: 'location gps map position place address 位置 定位 地点 地图 地址 dingwei weizhi',
    kinds: ['text'],
  },
  rich: { words: 'rich html wysiwyg editor 富文本 编辑器 fuwenben', kinds: ['textarea', 'note'] },
  code: { words: 'barcode qr scan scanner 扫码 二维码 条码 saoma erweima', kinds: ['text'] },
  video: { words: 'video audio recording voice sound 视频 音频 录音 语音 shipin', kinds: ['attachments'] },
  secret: { words: 'password secret 密码 口令 mima', kinds: ['text'] },
  slider: { words: 'slider scale range 滑块 滑动 huakuai', kinds: ['number', 'rating'] },
  button: { words: 'button link action approval 按钮 审批 anniu shenpi', kinds: [] },
  relation: { words: 'relation lookup reference query 关联 引用 查询 guanlian', kinds: ['choice'] },
} as const satisfies Record<string, { words: string; kinds: readonly Kind[] }>;

export type Instead = keyof typeof instead;

/** What there is instead of what is looked for; undefined where nobody thought of it. */
export function insteadOf(query: string): { key: Instead; kinds: readonly Kind[] } | undefined {
  const terms = plain(query)
    .split(/\s+/)
    .filter((term) => term.length > 1);
  const keys = Object.keys(instead) as Instead[];
  const key = keys.find((each) =>
    terms.some((term) =>
      instead[each].words
        .split(' ')
        .some((word) => word.startsWith(term) || (term.length > 3 && term.startsWith(word))),
    ),
  );
  return key && { key, kinds: instead[key].kinds };
}
