/** How the characters are read that kinds of fields are called by: a syllable, then its characters. */
const readings = `
bai百 bei备 ben本 bi币比 bian编 biao标表 bu布部 cai材 ceng层 chang长 cheng成 chuan传 da打 dan单 dian点电 dong动
du度 duan段 dui队 duo多 e额 er尔 fa发 fang方 fei费 fen分份 fou否 fu复附 ge个割格隔 gong公工 gou勾构 guan关 hang行
hao号 he合 heng横 hu户 hua话 huo货 ji机级计 jia价假 jian件间 jie接 jin金 kai开 ke刻 kuang框 la拉 lei类 li例历
lian联链 liang量 liao料 lie列 liu流 luo落 lv率 ma码 man满 men门 miao描 ming名明 pai拍 pian片 piao票 ping评 qi期起
qian签 qing清请 qu区 ren人 ri日 ru入 shang上 shen身 sheng生 shi事式时是示 shou手 shu数树输述 shui水 shuo说 suan算
ti提题 tong同 tu图 tuan团 wang网 wen文 xi系细 xia下 xian线 xiang相箱项 xiao小 xing姓星 xu序 xuan选 yi意 yin因 yong用
you由邮 yuan元原员 ze择 zhan站 zhao照 zheng整证 zhi之值址止织 zhong钟 zhu注 zi子字自 zong总 zu组
`;

const syllables = new Map(
  [...readings.matchAll(/([a-z]+)([^a-z\s]+)/g)].flatMap(([, syllable = '', characters = '']) =>
    [...characters].map((character): [string, string] => [character, syllable]),
  ),
);

/** The syllables of a Chinese word; nothing where one of its characters is none that is known here. */
export function syllablesOf(word: string): string[] | undefined {
  const found = [...word].map((character) => syllables.get(character));
  return found.every((syllable) => syllable !== undefined) ? found : undefined;
}

/** Whether letters spell a word from one of its characters on, each whole or by its first letters: mx, mingxi, mingx. */
export function spells(letters: string, word: string): boolean {
  const all = syllablesOf(word);
  return all?.some((_, from) => continues(letters, all, from)) ?? false;
}

function continues(letters: string, all: readonly string[], from: number): boolean {
  if (letters === '') return true;
  const syllable = all[from];
  if (syllable === undefined) return false;
  for (let taken = Math.min(syllable.length, letters.length); taken > 0; taken--) {
    if (letters.startsWith(syllable.slice(0, taken)) && continues(letters.slice(taken), all, from + 1)) return true;
  }
  return false;
}
