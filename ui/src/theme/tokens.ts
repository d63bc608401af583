import type { ThemeConfig } from 'antd';

/**
 * Banli's look: ink on cool paper, one deep teal for what can be pressed, an amber that is only ever
 * an accent. Every text colour here reaches WCAG AA on the surfaces it is used on.
 */
export const palette = {
  ink: '#18242c',
  inkSoft: '#47555f',
  inkFaint: '#5d6b75',
  paper: '#f3f6f7',
  surface: '#ffffff',
  line: '#dbe3e7',
  lineStrong: '#b9c6cd',
  teal: '#14586e',
  tealDeep: '#0d4253',
  tealWash: '#e6f1f4',
  amber: '#8a5a00',
  amberWash: '#fdf3dc',
  green: '#1c6b3a',
  greenWash: '#e6f4ea',
  red: '#cf1322',
  redWash: '#fdeceb',
} as const;

export const fontFamily =
  "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, " +
  "'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif";

export const theme: ThemeConfig = {
  token: {
    colorPrimary: palette.teal,
    colorInfo: palette.teal,
    colorLink: palette.teal,
    colorLinkHover: palette.tealDeep,
    colorLinkActive: palette.tealDeep,
    colorSuccess: palette.green,
    colorWarning: palette.amber,
    colorError: palette.red,
    colorWarningBg: palette.amberWash,
    colorWarningBorder: '#e8cf95',
    colorErrorBg: palette.redWash,
    colorErrorBorder: '#efb9b6',
    colorSuccessBg: palette.greenWash,
    colorInfoBg: palette.tealWash,
    colorTextBase: palette.ink,
    colorTextSecondary: palette.inkSoft,
    colorTextDescription: palette.inkFaint,
    colorTextTertiary: palette.inkFaint,
    colorTextPlaceholder: palette.inkFaint,
    colorTextDisabled: palette.inkFaint,
    colorBgLayout: palette.paper,
    colorBorder: palette.lineStrong,
    colorBorderSecondary: palette.line,
    borderRadius: 8,
    borderRadiusLG: 12,
    borderRadiusSM: 6,
    controlHeight: 38,
    controlHeightLG: 44,
    fontSize: 15,
    fontSizeLG: 16,
    fontFamily,
    wireframe: false,
  },
  components: {
    Button: { fontWeight: 500, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    Select: { optionSelectedBg: palette.tealWash },
    Segmented: { itemColor: palette.inkSoft, itemSelectedColor: palette.ink },
    Tag: { defaultColor: palette.inkSoft },
  },
};
