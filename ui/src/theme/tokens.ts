import type { ThemeConfig } from 'antd';
import darkAlgorithm from 'antd/es/theme/themes/dark';
import type { Mode } from './mode';
import { dark, light, type Palette } from './palettes';

export const fontFamily =
  "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, " +
  "'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif";

/** Ant Design in these colours. `fill` stands under white words, which a colour for words on dark cannot do. */
function themeOf(palette: Palette, fill: string): ThemeConfig {
  return {
    token: {
      colorPrimary: fill,
      colorInfo: palette.teal,
      colorLink: palette.teal,
      colorLinkHover: palette.tealDeep,
      colorLinkActive: palette.tealDeep,
      colorSuccess: palette.green,
      colorWarning: palette.amber,
      colorError: palette.red,
      colorWarningBg: palette.amberWash,
      colorWarningBorder: palette.amberLine,
      colorErrorBg: palette.redWash,
      colorErrorBorder: palette.redLine,
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
}

const byDay = themeOf(light, light.teal);
const byNight = themeOf(dark, '#2b7f99');

export const themes: Readonly<Record<Mode, ThemeConfig>> = {
  light: byDay,
  dark: {
    ...byNight,
    algorithm: darkAlgorithm,
    token: {
      ...byNight.token,
      colorBgBase: dark.surface,
      colorBgContainer: dark.surface,
      colorBgElevated: dark.raised,
      colorPrimaryHover: '#31819b',
      colorPrimaryActive: '#226b82',
      colorPrimaryBg: dark.tealWash,
    },
    components: {
      ...byNight.components,
      Button: {
        ...byNight.components?.Button,
        // Red that can be read on dark is too bright for white words.
        dangerColor: '#2b0807',
        defaultHoverColor: dark.teal,
        defaultHoverBorderColor: dark.teal,
        defaultActiveColor: dark.tealDeep,
      },
      Tabs: { itemSelectedColor: dark.teal, itemHoverColor: dark.tealDeep, inkBarColor: dark.teal },
      Segmented: {
        itemColor: dark.inkSoft,
        itemSelectedColor: dark.ink,
        trackBg: dark.paper,
        itemSelectedBg: dark.greyWash,
      },
    },
  },
};
