/** What violations are said with; a test holds this to builder/form/messages.json. */
export const catalogue: Readonly<Record<string, { readonly en: string; readonly 'zh-CN': string }>> = {
  'form.required': {
    en: '{field}: fill this in.',
    'zh-CN': '{field}：请填写。',
  },
  'form.required.choose': {
    en: '{field}: choose one.',
    'zh-CN': '{field}：请选择。',
  },
  'form.required.files': {
    en: '{field}: attach a file.',
    'zh-CN': '{field}：请上传文件。',
  },
  'form.minItems.files': {
    en: '{field}: attach at least {limit} files.',
    'zh-CN': '{field}：请至少上传 {limit} 个文件。',
  },
  'form.maxItems.files': {
    en: '{field}: attach at most {limit} files. Take some away.',
    'zh-CN': '{field}：最多上传 {limit} 个文件，请去掉多余的。',
  },
  'form.minItems.choose': {
    en: '{field}: choose at least {limit}.',
    'zh-CN': '{field}：请至少选择 {limit} 项。',
  },
  'form.maxItems.choose': {
    en: '{field}: choose at most {limit}. Take some away.',
    'zh-CN': '{field}：最多选择 {limit} 项，请去掉多余的。',
  },
  'form.required.rows': {
    en: '{field}: add at least one row.',
    'zh-CN': '{field}：请至少添加一行。',
  },
  'form.required.dates': {
    en: '{field}: choose the dates.',
    'zh-CN': '{field}：请选择起止日期。',
  },
  'form.type': {
    en: '{field}: this is not a value of the right kind. Enter it again.',
    'zh-CN': '{field}：填写的内容类型不对，请重新填写。',
  },
  'form.type.number': {
    en: '{field}: enter a number.',
    'zh-CN': '{field}：请填写数字。',
  },
  'form.type.integer': {
    en: '{field}: enter a whole number.',
    'zh-CN': '{field}：请填写整数。',
  },
  'form.type.string': {
    en: '{field}: enter text.',
    'zh-CN': '{field}：请填写文字。',
  },
  'form.type.boolean': {
    en: '{field}: choose yes or no.',
    'zh-CN': '{field}：请选择是或否。',
  },
  'form.minLength': {
    en: '{field}: write at least {limit} characters.',
    'zh-CN': '{field}：请至少填写 {limit} 个字。',
  },
  'form.maxLength': {
    en: '{field}: shorten this to {limit} characters at most.',
    'zh-CN': '{field}：请缩短到 {limit} 个字以内。',
  },
  'form.minimum': {
    en: '{field}: enter {limit} or more.',
    'zh-CN': '{field}：请填写不小于 {limit} 的数。',
  },
  'form.exclusiveMinimum': {
    en: '{field}: enter more than {limit}.',
    'zh-CN': '{field}：请填写大于 {limit} 的数。',
  },
  'form.maximum': {
    en: '{field}: enter {limit} or less.',
    'zh-CN': '{field}：请填写不大于 {limit} 的数。',
  },
  'form.exclusiveMaximum': {
    en: '{field}: enter less than {limit}.',
    'zh-CN': '{field}：请填写小于 {limit} 的数。',
  },
  'form.multipleOf': {
    en: '{field}: enter a multiple of {limit}.',
    'zh-CN': '{field}：请填写 {limit} 的整数倍。',
  },
  'form.enum': {
    en: '{field}: choose one of the options.',
    'zh-CN': '{field}：请从选项中选择。',
  },
  'form.const': {
    en: '{field}: only one value is allowed here. Choose it.',
    'zh-CN': '{field}：这里只允许一个固定值，请改为该值。',
  },
  'form.format': {
    en: '{field}: this is not written correctly. Enter it again.',
    'zh-CN': '{field}：格式不正确，请重新填写。',
  },
  'form.format.date': {
    en: '{field}: enter a date that exists, like 2026-11-23.',
    'zh-CN': '{field}：请填写存在的日期，如 2026-11-23。',
  },
  'form.format.time': {
    en: '{field}: enter a time, like 09:30.',
    'zh-CN': '{field}：请填写时间，如 09:30。',
  },
  'form.format.date-time': {
    en: '{field}: enter a date and time with its zone, like 2026-11-23T09:30:00+08:00.',
    'zh-CN': '{field}：请填写带时区的日期时间，如 2026-11-23T09:30:00+08:00。',
  },
  'form.format.email': {
    en: '{field}: enter an e-mail address, like name@example.com.',
    'zh-CN': '{field}：请填写邮箱地址，如 name@example.com。',
  },
  'form.format.uri': {
    en: '{field}: enter a web address, like https://example.com.',
    'zh-CN': '{field}：请填写网址，如 https://example.com。',
  },
  'form.format.person': {
    en: '{field}: choose a person.',
    'zh-CN': '{field}：请选择人员。',
  },
  'form.format.option': { en: '{field}: choose one of the options.', 'zh-CN': '{field}：请从选项中选择。' },
  'form.format.serial': {
    en: '{field}: this is no number that the server gave. Leave it out.',
    'zh-CN': '{field}：这不是服务器生成的编号，请留空。',
  },
  'form.format.department': {
    en: '{field}: choose a department.',
    'zh-CN': '{field}：请选择部门。',
  },
  'form.format.attachment': {
    en: '{field}: this is no file. Take it away and upload it again.',
    'zh-CN': '{field}：文件无效，请移除后重新上传。',
  },
  'form.format.image': {
    en: '{field}: this is no picture. Take it away and upload it again.',
    'zh-CN': '{field}：图片无效，请移除后重新上传。',
  },
  'form.format.phone': {
    en: '{field}: enter a phone number, like +86 138 0013 8000.',
    'zh-CN': '{field}：请填写电话号码，如 13800138000。',
  },
  'form.format.cn-id': {
    en: '{field}: this is not the number of an identity card. Check its 18 characters.',
    'zh-CN': '{field}：身份证号码有误，请核对 18 位号码。',
  },
  'form.pattern': {
    en: '{field}: this does not have the form that is asked for. Check it.',
    'zh-CN': '{field}：不符合要求的格式，请检查。',
  },
  'form.minItems': {
    en: '{field}: add rows until there are at least {limit}.',
    'zh-CN': '{field}：请至少填写 {limit} 行。',
  },
  'form.maxItems': {
    en: '{field}: remove rows until there are at most {limit}.',
    'zh-CN': '{field}：最多 {limit} 行，请删除多余的行。',
  },
  'form.uniqueItems': {
    en: '{field}: two entries are the same. Change or remove one.',
    'zh-CN': '{field}：有重复的内容，请修改或删除其一。',
  },
  'form.contains': {
    en: '{field}: an entry that is asked for is missing, or there are too many of it. Check the entries.',
    'zh-CN': '{field}：缺少要求的内容或数量过多，请检查。',
  },
  'form.minProperties': {
    en: '{field}: give at least {limit} entries.',
    'zh-CN': '{field}：请至少填写 {limit} 项。',
  },
  'form.maxProperties': {
    en: '{field}: give at most {limit} entries.',
    'zh-CN': '{field}：最多填写 {limit} 项。',
  },
  'form.propertyNames': {
    en: '{field}: a name in it is not allowed. Change it.',
    'zh-CN': '{field}：其中有不允许的名称，请修改。',
  },
  'form.unknownField': {
    en: '{field}: the form has no such field. Leave it out.',
    'zh-CN': '{field}：表单中没有此字段，请去掉。',
  },
  'form.not': {
    en: '{field}: this value is not allowed. Choose another.',
    'zh-CN': '{field}：不允许此值，请改为其他值。',
  },
  'form.anyOf': {
    en: '{field}: this fits none of the ways that are allowed. Check it.',
    'zh-CN': '{field}：不符合任何一种允许的填写方式，请检查。',
  },
  'form.oneOf': {
    en: '{field}: this must fit exactly one of the ways that are allowed. Check it.',
    'zh-CN': '{field}：必须且只能符合一种允许的填写方式，请检查。',
  },
  'form.notAllowed': {
    en: '{field}: leave this empty.',
    'zh-CN': '{field}：此处应留空。',
  },
  'form.dateRangeOrder': {
    en: '{field}: the end lies before the start. Choose a later end.',
    'zh-CN': '{field}：结束早于开始，请选择更晚的结束时间。',
  },
  'form.type.digits': {
    en: '{field}: this number has more digits than can be kept exactly. Enter at most 15.',
    'zh-CN': '{field}：数字位数过多，无法精确保存，请填写不超过 15 位。',
  },
  'form.tooLarge': {
    en: '{field}: this is too large. Shorten it.',
    'zh-CN': '{field}：内容过大，请缩短。',
  },
  'place.form': {
    en: 'The form',
    'zh-CN': '表单',
  },
  'place.row': {
    en: '{field}, row {row}',
    'zh-CN': '{field}第 {row} 行',
  },
  'place.cell': {
    en: '{field}, row {row}, {column}',
    'zh-CN': '{field}第 {row} 行的{column}',
  },
  'place.start': {
    en: '{field}, start date',
    'zh-CN': '{field}的开始日期',
  },
  'place.end': {
    en: '{field}, end date',
    'zh-CN': '{field}的结束日期',
  },
  'place.startHalf': {
    en: '{field}, half of the first day',
    'zh-CN': '{field}首日的时段',
  },
  'place.endHalf': {
    en: '{field}, half of the last day',
    'zh-CN': '{field}末日的时段',
  },
};
