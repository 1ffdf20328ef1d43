/** What each problem code says to an operator: what is wrong, and what to do. The place, found and expected are added around. */
import type { ProblemCode } from './problem-codes'

export type Language = 'zh-CN' | 'en'

/** Where a problem stands and what was read there; null where it does not apply. */
export interface ProblemDetail {
  sheet: string | null
  row: number | null
  column: string | null
  found: string | null
  expected: string | null
}

interface Words {
  what: string
  todo: string
}

const words = (what: string, todo: string): Words => ({ what, todo })

export const PROBLEM_WORDS: Record<ProblemCode, Record<Language, Words>> = {
  'file-empty': {
    'zh-CN': words('文件是空的', '请重新导出后再导入'),
    en: words('the file is empty', 'export it again and import the new file'),
  },
  'file-unreadable': {
    'zh-CN': words(
      '文件已损坏、不完整、加了密码或没有读取权限，无法读取',
      '请重新导出（不加密码），确认传输完整、可以读取后再导入',
    ),
    en: words(
      'the file cannot be read: damaged, cut off, password-protected, or without permission',
      'export it again without a password, make sure that it may be read, and import it',
    ),
  },
  'file-too-large': {
    'zh-CN': words('文件超出大小限制', '请按组合或日期拆分后再导出'),
    en: words('the file is larger than the limit', 'export it in parts, by portfolio or by date'),
  },
  'file-unpacks-too-large': {
    'zh-CN': words('文件解压后超出大小限制', '请确认文件来源；如内容确实很多，请按组合或日期拆分后再导出'),
    en: words(
      'the file is larger than the limit once unpacked',
      'make sure where it comes from; if it really holds that much, export it in parts',
    ),
  },
  'too-many-rows': {
    'zh-CN': words('行数超出限制', '请按组合或日期拆分后再导出'),
    en: words('there are more rows than the limit', 'export it in parts, by portfolio or by date'),
  },
  'too-many-columns': {
    'zh-CN': words('列数超出限制', '请只导出说明中列出的列'),
    en: words('there are more columns than the limit', 'export the documented columns only'),
  },
  'reading-stopped': {
    'zh-CN': words(
      '读取该文件超出时间或内存上限，已中止，未采用其中任何内容',
      '请按组合或日期拆分后重新导出；若仍如此，请联系管理员',
    ),
    en: words(
      'reading the file was stopped at the limit of time or memory, nothing of it was used',
      'export it in parts, by portfolio or by date; if it happens again, tell the administrator',
    ),
  },
  'kind-unknown': {
    'zh-CN': words('无法识别这是哪一类文件', '请确认导出的是估值表、O3.2 持仓或流水，或标题行与说明一致的 CSV'),
    en: words(
      'the content is of no known kind',
      'make sure it is a valuation sheet, an O3.2 export, or a CSV whose header row follows the documentation',
    ),
  },
  'separator-unknown': {
    'zh-CN': words('各列之间不是用逗号或制表符分隔的', '请导出为以逗号分隔的 CSV（或制表符分隔、xlsx）后再导入'),
    en: words(
      'the columns are not separated by commas or tabs',
      'export it as a CSV separated by commas (or with tabs, or as xlsx) and import that',
    ),
  },
  'quote-unclosed': {
    'zh-CN': words('这一行有一个引号没有配对的结束引号，无法分清其后的内容', '请补上或删除该引号后重新导入'),
    en: words(
      'a quotation mark opens in this row and never closes, so what follows cannot be told apart',
      'close or remove it and import the file again',
    ),
  },
  'container-unsupported': {
    'zh-CN': words('不支持这种文件格式', '请导出为 xls、xlsx、HTML 或 CSV'),
    en: words('this file format is not supported', 'export it as xls, xlsx, HTML or CSV'),
  },
  'nav-announcement': {
    'zh-CN': words('这是净值公告，不是估值表', '请导入当日的估值表'),
    en: words('this is a NAV announcement, not a valuation sheet', 'import the valuation sheet of that day'),
  },
  'header-missing': {
    'zh-CN': words('找不到标题行', '请导出带标题行的文件'),
    en: words('no header row was found', 'export the file with its header row'),
  },
  'header-ambiguous': {
    'zh-CN': words('标题重复，无法判断用哪一个', '请只保留一张表，每个标题只出现一次'),
    en: words('the headings occur more than once', 'keep one table, with each heading once'),
  },
  'column-missing': {
    'zh-CN': words('缺少必需的列', '请补上该列后重新导出'),
    en: words('a required column is missing', 'export the file again with this column'),
  },
  'column-unknown': {
    'zh-CN': words('有不认识的列，已忽略', '如该列有用，请核对列名；否则不用处理'),
    en: words('an unknown column was ignored', 'check its name if it matters; otherwise nothing needs to be done'),
  },
  'unit-not-yuan': {
    'zh-CN': words('金额单位不是元', '请以元为单位重新导出'),
    en: words('the amounts are not in yuan', 'export the file again in yuan'),
  },
  'no-rows': {
    'zh-CN': words('只有标题，没有数据，未改动任何内容', '若当日应有数据，请重新导出'),
    en: words('there are headings but no rows; nothing was changed', 'export it again if that day should have rows'),
  },
  'rows-cut': {
    'zh-CN': words(
      '行数正好是 xls 文件的上限，后面的行可能已被截掉',
      '请按组合或日期拆分，或导出为 xlsx、HTML 后再导入',
    ),
    en: words(
      'the table is exactly as long as an .xls file can be; rows after it may be lost',
      'export it in parts, or as xlsx or HTML, and import that',
    ),
  },
  'row-missing': {
    'zh-CN': words('缺少必需的一行', '请重新导出完整的表'),
    en: words('a required row is missing', 'export the complete table again'),
  },
  'value-missing': {
    'zh-CN': words('必填的单元格是空的', '请填写后重新导入'),
    en: words('a required cell is empty', 'fill it in and import the file again'),
  },
  'value-invalid': {
    'zh-CN': words('内容无法识别或不在允许范围内', '请更正后重新导入'),
    en: words('the value cannot be read or is not allowed', 'correct it and import the file again'),
  },
  'value-too-precise': {
    'zh-CN': words('小数位数超出限制，为避免悄悄舍入而未采用', '请按规定的小数位数更正'),
    en: words('there are more decimals than allowed; nothing is rounded silently', 'correct the number of decimals'),
  },
  'date-missing': {
    'zh-CN': words('找不到日期', '请导出带日期列的文件，或在文件名中写明日期（YYYYMMDD）'),
    en: words('no date was found', 'export the file with its date, or put it into the file name (YYYYMMDD)'),
  },
  'date-invalid': {
    'zh-CN': words('日期无法识别', '请改为 YYYY-MM-DD'),
    en: words('the date cannot be read', 'write it as YYYY-MM-DD'),
  },
  'date-conflict': {
    'zh-CN': words('文件名中的日期与表中日期不一致', '请核对哪一个正确；以表中日期为准则确认，否则重新导出'),
    en: words(
      'the date in the file name and the date in the table differ',
      'accept it if the date in the table is right, else export it again',
    ),
  },
  'product-conflict': {
    'zh-CN': words('文件名中的产品与表中产品不一致', '请核对这是哪个产品的文件'),
    en: words('the product in the file name and in the table differ', 'find out which product this file belongs to'),
  },
  'row-duplicate': {
    'zh-CN': words('与前面的行完全相同，只计一次', '请确认该行确实是重复'),
    en: words('the row repeats an earlier one and counts once', 'make sure that it is a repetition'),
  },
  'row-conflict': {
    'zh-CN': words('同一项出现两次且内容不同', '请确认以哪一行为准，更正后重新导入'),
    en: words('the same item occurs twice with different values', 'find out which one is right and import it again'),
  },
  'row-shifted': {
    'zh-CN': words(
      '该行的单元格数与标题行不符，很可能是千位逗号没有加引号，使其后各列错位',
      '请导出不带千位分隔符的数字，或给带逗号的数字加引号，再重新导入',
    ),
    en: words(
      'the row has other cells than the header: probably a thousands comma without quotes moved its figures into other columns',
      'export the numbers without thousands separators, or with quotes around them, and import the file again',
    ),
  },
  'operation-unknown': {
    'zh-CN': words('不认识的业务类型，该行未计入', '请核对业务名称；若是新的业务类型，请联系系统维护人员'),
    en: words('the operation is unknown; the row was not counted', 'check its name; tell the maintainers if it is new'),
  },
  'money-leg-only': {
    'zh-CN': words('只有资金、没有价格或份额，该行未计入', '请等待份额确认，或核对该笔业务'),
    en: words(
      'money without price or shares; the row was not counted',
      'wait for the confirmed shares, or check the trade',
    ),
  },
  'account-name-mismatch': {
    'zh-CN': words('科目代码与科目名称的通常含义不符，已按名称处理', '请核对该科目的含义'),
    en: words('account code and name do not belong together; the name was followed', 'check what this account means'),
  },
  'id-number-invalid': {
    'zh-CN': words('证件号码与证件类型不符，或校验位错误', '请对照证件更正'),
    en: words('the ID number does not fit its type or its check digit is wrong', 'correct it from the document'),
  },
  'phone-invalid': {
    'zh-CN': words('手机号码格式不正确', '请填写 11 位手机号，境外号码带 + 和国家代码'),
    en: words('the phone number is not well-formed', 'write 11 digits, or + and the country code for other countries'),
  },
  'total-mismatch': {
    'zh-CN': words('合计行与明细之和不一致', '请确认导出是否完整'),
    en: words('the total row is not the sum of the rows', 'make sure that the export is complete'),
  },
  'pdf-unfit': {
    'zh-CN': words(
      '该 PDF 不能提供给客户：已损坏、加了密码、含脚本或附件，或内部无法检查',
      '请用“打印到 PDF”等方式重新生成不含密码、脚本和附件的文件后再导入',
    ),
    en: words(
      'this PDF cannot be given to clients: damaged, password-protected, with scripts or attachments, or not open to checks',
      'make it anew without password, scripts and attachments, for example by printing to PDF, and import it',
    ),
  },
  'document-missing': {
    'zh-CN': words('没有收到该行所写的 PDF 文件', '请将该 PDF 与此表一起导入，文件名须与表中一致'),
    en: words('the PDF that the row names was not received', 'import it together with this table, under the same name'),
  },
  'document-ambiguous': {
    'zh-CN': words('有多个不同的 PDF 使用同一文件名', '请改用不同的文件名，并在表中写明，再一起导入'),
    en: words(
      'several different PDFs have this name',
      'give them different names, in the table too, and import them together',
    ),
  },
  'portfolio-key-taken': {
    'zh-CN': words(
      '两个账户使用同一 O3.2 基金编号或账套编号，文件将无法区分它们，该行未计入',
      '请更正其中一个账户的编号后重新导入',
    ),
    en: words(
      'two accounts have the same O3.2 or ledger number, and files could not tell them apart; the row was not counted',
      'correct the number of one of them and import the file again',
    ),
  },
  'changed-meanwhile': {
    'zh-CN': words('比对之后已有他人更改了资料，文件未计入', '请重新比对后再导入'),
    en: words(
      'somebody changed what stands after the file was compared with it; nothing of it was counted',
      'compare it again, then import it',
    ),
  },
  'client-conflict': {
    'zh-CN': words(
      '另一个客户编号已有相同的证件号码和手机号码，两者都将无法登录，该行未计入',
      '请沿用原客户编号，或更正证件号码、手机号码',
    ),
    en: words(
      'another client number has the same ID number and phone, and neither could sign in; the row was not counted',
      'keep to the number that stands, or correct the ID number or the phone',
    ),
  },
  'client-change-held': {
    'zh-CN': words(
      '手机号码或证件号码与登记的不同，须由另一人确认后才会变更，其余内容已计入',
      '请在人员页的待确认事项中核对并确认',
    ),
    en: words(
      'phone or ID number differ from what is registered, and change only once another person has confirmed; the rest was counted',
      'compare and confirm it among what waits for a second person',
    ),
  },
  'client-erased': {
    'zh-CN': words(
      '这个客户编号的个人信息已按要求删除，该行未计入',
      '请从文件中去掉这一行；重新建立关系的客户请使用新的客户编号',
    ),
    en: words(
      'the personal data of this client number was erased, and the row was not counted',
      'take the row out of the file; somebody who comes back gets a new number',
    ),
  },
  'client-account-kept': {
    'zh-CN': words(
      '这个账户与客户的归属由工作人员设定，文件与之不同，归属未变，其余内容已计入',
      '请在客户页核对该账户的起止日期，或更正文件',
    ),
    en: words(
      'one of the staff has set who owns this account, the file says otherwise, and it stays as it was set; the rest was counted',
      'check the dates of the account on the client’s page, or correct the file',
    ),
  },
  'portfolio-unknown': {
    'zh-CN': words('没有登记这个组合', '请先导入组合资料（代码、O3.2 基金编号、账套编号或产品名称），再导入此文件'),
    en: words(
      'the portfolio is not registered',
      'import it with its code, O3.2 number, ledger number or product name first, then import this file again',
    ),
  },
  'fund-unknown': {
    'zh-CN': words('没有登记这只基金', '请先导入基金资料'),
    en: words('the fund is not registered', 'import it with the funds first'),
  },
  'fund-class-dated': {
    'zh-CN': words(
      '这只基金的资产类别自某日起变更过，没有生效日的类别未计入，其余内容已计入',
      '如类别确有变更，请填写 class_from（类别生效日），或在基金页设置',
    ),
    en: words(
      'the class of this fund changed on a day, so one without a day was not taken; the rest was counted',
      'where the class did change, give class_from, its first day, or set it on the page of the fund',
    ),
  },
  'dividend-late': {
    'zh-CN': words(
      '基金分红到得晚：列出的日期已经披露，披露过的收益不变，分红从下一个披露日起计入',
      '如要更正已披露的日期，请填写原因后再导入一次，由复核人放行',
    ),
    en: words(
      'a dividend came late: the days named are published and keep their profits; it counts from the next published day on',
      'to correct the published days, import it again with a reason; another person lets them through',
    ),
  },
  'same-figures': {
    'zh-CN': words('内容与已有数据相同，没有产生新版本', '不用处理'),
    en: words('the figures equal those already held; no version was made', 'nothing needs to be done'),
  },
  'restatement-reason-missing': {
    'zh-CN': words('该日已披露而数据有变，更正需要说明原因', '请注明更正原因后再导入'),
    en: words(
      'this day is published and its figures changed',
      'give the reason of the restatement and import it again',
    ),
  },
  'source-outranked': {
    'zh-CN': words(
      '同一日已有中性 CSV 文件的记录，O3.2 的不同内容未采用',
      '请核对两处哪一个正确；需要改用时更正 CSV 文件',
    ),
    en: words(
      'a neutral file already speaks for this day; what O3.2 says differently was not used',
      'find out which one is right, and correct the CSV file if it is O3.2',
    ),
  },
  'already-published': {
    'zh-CN': words('该日已披露', '如需更正，请走更正流程'),
    en: words('this day is already published', 'restate it if it must change'),
  },
  'valuation-missing': {
    'zh-CN': words('当日没有估值', '请导入当日的估值表'),
    en: words('there is no valuation of this day', 'import the valuation sheet of this day'),
  },
  'history-incomplete': {
    'zh-CN': words('历史流水不完整，无法推算到当前份额', '请补导缺少的客户申赎或交易流水'),
    en: words('the loaded history does not lead to the shares held', 'import the missing flows or transactions'),
  },
  'fund-class-missing': {
    'zh-CN': words('基金没有资产类别', '请用 funds 文件或在控制台的基金页设置该基金的资产类别，再导入一次'),
    en: words(
      'the fund has no asset class',
      'set its asset class by a funds file or on its page in the console, then import again',
    ),
  },
  'R-CHK-1': {
    'zh-CN': words('资产合计 − 负债合计 ≠ 资产净值', '请让估值人员核对估值表'),
    en: words('total assets − total liabilities is not net assets', 'have the valuation sheet checked'),
  },
  'R-CHK-2': {
    'zh-CN': words('资产净值 ÷ 份额 与单位净值不符', '请核对份额与单位净值'),
    en: words('net assets / shares is not the unit NAV', 'check the shares and the unit NAV'),
  },
  'R-CHK-3': {
    'zh-CN': words('基金持仓市值之和与基金投资科目不符', '请核对持仓明细是否完整'),
    en: words("the funds' market values do not add up to fund investments", 'check that all holdings are listed'),
  },
  'R-CHK-4': {
    'zh-CN': words('O3.2 份额与估值表份额不一致', '请核对是否为在途确认；超过确认期限仍有差异须查明'),
    en: words(
      'shares in O3.2 and in the valuation sheet differ',
      'check for confirmations in transit; a difference that stays must be explained',
    ),
  },
  'R-CHK-5': {
    'zh-CN': words('份额变化与交易流水不符', '请核对是否缺少流水'),
    en: words('the change of shares is not that of the transactions', 'check for missing transactions'),
  },
  'R-CHK-6': {
    'zh-CN': words('单位净值变动异常', '请核对当日净值'),
    en: words('the NAV moved unusually far', 'check the NAV of that day'),
  },
  'R-CHK-7': {
    'zh-CN': words('交易日没有估值', '请补导当日估值表，或确认无需披露'),
    en: words('a trading day has no valuation', 'import it, or acknowledge that there is none'),
  },
  'R-CHK-8': {
    'zh-CN': words('持仓或流水中的基金没有资产类别', '请在基金资料中设置资产类别'),
    en: words('a fund in holdings or transactions has no asset class', 'set the asset class of the fund'),
  },
  'R-CHK-9': {
    'zh-CN': words('基金价格日期过早', '请核对行情是否更新'),
    en: words("a fund's price is too old", 'check whether the price was updated'),
  },
  'R-CHK-10': {
    'zh-CN': words('组合份额变化与客户申赎不符', '请核对是否缺少客户申购或赎回'),
    en: words("the change of the account's shares is not that of the client's flows", 'check for missing flows'),
  },
  'R-CHK-11': {
    'zh-CN': words('累计净值与单位净值之差的变化没有对应的分红', '请核对分红与累计净值'),
    en: words(
      'accumulated NAV − unit NAV changed without a distribution',
      'check the distributions and the accumulated NAV',
    ),
  },
  'R-CHK-12': {
    'zh-CN': words('估值日在未来、早于成立日或晚于终止日', '请核对日期与账户的成立日、终止日'),
    en: words(
      'the day lies in the future, before the launch or after the account’s last day',
      'check the date, and the launch and closing day of the account',
    ),
  },
  'R-CHK-13': {
    'zh-CN': words('一级科目之和（资产 + 共同 − 负债）与资产净值不符', '请核对估值表科目'),
    en: words('the level-1 accounts do not add up to net assets', 'check the accounts of the valuation sheet'),
  },
  'R-CHK-14': {
    'zh-CN': words(
      '有余额的科目既不是基金也不是现金，尚未指定资产类别',
      '请导入含 account_code、asset_class 两列的 accounts 文件，为该科目指定资产类别，再导入该估值表',
    ),
    en: words(
      'an account with a balance is neither fund nor cash',
      'import an accounts file that gives this account_code its asset_class, then this sheet again',
    ),
  },
  'R-CHK-15': {
    'zh-CN': words('日期不是交易日也不是月末，或文件名与表中的日期、产品不一致', '请核对日期与产品'),
    en: words(
      'the day is neither a trading day nor a month end, or file name and sheet disagree',
      'check the date and the product',
    ),
  },
  'R-CHK-16': {
    'zh-CN': words('估值表中该行的数字互不相符', '请核对该行的数量、价格、成本与市值'),
    en: words(
      'the figures of this row do not agree with each other',
      'check its quantity, price, cost and market value',
    ),
  },
  'R-CHK-17': {
    'zh-CN': words('估值表所列的日增长率与表中两日净值不符', '请核对估值表的净值与增长率'),
    en: words("the printed growth does not follow from the sheet's own NAVs", 'check the NAVs and the growth'),
  },
  'R-CHK-18': {
    'zh-CN': words(
      '数值不在合理范围内',
      '请核对该数值；份额已全部赎回的账户没有单位净值，请把账户设为已终止，终止日填最后一个有份额的估值日',
    ),
    en: words(
      'the value is outside what is plausible',
      'check the value; an account without shares has no unit NAV: set it to closed, with the last day that had shares as closed_on',
    ),
  },
  'R-RET-2': {
    'zh-CN': words('按净值与按资产及申赎计算的收益率不一致', '请核对当日净值与客户申赎、分红金额'),
    en: words(
      'the return by NAV is not the one by net assets and flows',
      'check the NAV and the amounts of flows and distributions',
    ),
  },
  'R-CHK-19': {
    'zh-CN': words(
      '估值表所列的昨日单位净值与已有的上一交易日净值不符',
      '请核对上一交易日的估值表是否更正过，如是请导入更正后的表',
    ),
    en: words(
      "the sheet's previous NAV is not that of the trading day before as it is held here",
      'find out whether that day was restated, and import the restated sheet',
    ),
  },
  'R-CHK-20': {
    'zh-CN': words('基金价格与公布的净值不符', '请核对行情来源与净值日期；确认无误时写明原因'),
    en: words(
      "a fund's price is not the NAV that it published",
      'check the price and its date; explain it where it is right',
    ),
  },
  'R-CHK-21': {
    'zh-CN': words('成交确认的金额、费用与份额 × 价格不符', '请核对确认单；确认无误时写明原因'),
    en: words(
      'money and fee of a confirmation do not agree with shares × price',
      'check the confirmation; explain it where it is right',
    ),
  },
  'R-CHK-22': {
    'zh-CN': words('当日收益明显偏离业绩比较基准或自身历史', '请核对当日净值与持仓价格'),
    en: words(
      "the day's return stands far from the benchmark's or from the account's own history",
      'check the NAV and the prices of that day',
    ),
  },
  'R-CHK-23': {
    'zh-CN': words('累计单位净值低于单位净值', '请核对是否有份额折算，或累计净值有误'),
    en: words('the accumulated NAV is below the unit NAV', 'check for a split of shares, or the accumulated NAV'),
  },
  'R-CHK-24': {
    'zh-CN': words('银行存款为负', '请核对是否透支或科目方向有误'),
    en: words('the bank account is overdrawn', 'check whether it is, or whether its sign is wrong'),
  },
  'R-CHK-25': {
    'zh-CN': words('证券清算款占资产净值比例过大', '请核对是否有大额在途交易'),
    en: words('a large part of net assets stands in clearing', 'check for large trades in transit'),
  },
  'R-CHK-26': {
    'zh-CN': words('管理费计提与前一次相比明显变化', '请核对费率或计提天数是否变化'),
    en: words(
      'the accrual of the management fee changed markedly',
      'check whether the rate or the number of days changed',
    ),
  },
  'R-CHK-27': {
    'zh-CN': words('发生后余额与上一笔余额加发生金额不符', '请核对是否缺少流水，或金额、余额有误'),
    en: words(
      'the cash balance is not the balance before plus what moved',
      'check for a missing row, or a wrong amount or balance',
    ),
  },
}

/** Why a check of a day was not run. */
export const NOT_RUN_WORDS = {
  'totals-not-stated': { 'zh-CN': '没有资产合计或负债合计', en: 'total assets or liabilities are not stated' },
  'accounts-not-listed': { 'zh-CN': '来源没有科目', en: 'the source lists no accounts' },
  'holdings-not-listed': { 'zh-CN': '当日没有持仓', en: 'the day has no holdings' },
  'first-day': { 'zh-CN': '此前没有估值', en: 'there is no earlier valuation' },
  'earlier-holdings-not-listed': { 'zh-CN': '前一次估值没有持仓', en: 'the valuation before has no holdings' },
  'no-transactions': { 'zh-CN': '该组合没有导入过交易流水', en: 'no transactions of this account were ever loaded' },
  'no-o32-file': { 'zh-CN': '没有当日的 O3.2 持仓', en: 'there is no O3.2 file of that day' },
  'price-dates-not-stated': { 'zh-CN': '没有价格日期', en: 'no price dates are stated' },
  'accumulated-not-stated': { 'zh-CN': '没有累计单位净值', en: 'the accumulated NAV is not stated' },
  'not-one-trading-day': {
    'zh-CN': '与前一次估值不是相邻交易日',
    en: 'the valuation before is not of the trading day before',
  },
  'previous-nav-not-stated': { 'zh-CN': '估值表没有昨日单位净值', en: 'the sheet does not state the previous NAV' },
  'no-public-navs': { 'zh-CN': '没有导入基金公布的净值', en: 'no public fund NAVs were loaded' },
  'no-benchmark-nor-history': {
    'zh-CN': '没有基准数据，历史也不足 60 天',
    en: 'there is no benchmark value, and less than 60 days of history',
  },
  'payables-not-stated': { 'zh-CN': '没有应付管理费', en: 'the management fee payable is not stated' },
} as const satisfies Record<string, Record<Language, string>>

/** One plain sentence for an operator: place, what is wrong, found and expected, what to do. */
export function problemText(code: ProblemCode, detail: ProblemDetail, language: Language): string {
  const { what, todo } = PROBLEM_WORDS[code][language]
  return language === 'en' ? english(what, todo, detail) : chinese(what, todo, detail)
}

function chinese(what: string, todo: string, detail: ProblemDetail): string {
  const place = [
    detail.sheet && `工作表「${detail.sheet}」`,
    detail.row !== null && `第 ${detail.row} 行`,
    detail.column && `「${detail.column}」`,
  ].filter(Boolean)
  const seen = [
    detail.found !== null && `读到：${detail.found || '空'}`,
    detail.expected !== null && `应为：${detail.expected}`,
  ].filter(Boolean)
  const where = place.length > 0 ? `${place.join('')}：` : ''
  return `${where}${what}${seen.length > 0 ? `（${seen.join('；')}）` : ''}。${todo}。`
}

function english(what: string, todo: string, detail: ProblemDetail): string {
  const place = [
    detail.sheet && `sheet “${detail.sheet}”`,
    detail.row !== null && `row ${detail.row}`,
    detail.column && `“${detail.column}”`,
  ].filter(Boolean)
  const seen = [
    detail.found !== null && `found: ${detail.found || 'nothing'}`,
    detail.expected !== null && `expected: ${detail.expected}`,
  ].filter(Boolean)
  const where = place.length > 0 ? `${place.join(', ')}: ` : ''
  const sentence = `${where}${what}${seen.length > 0 ? ` (${seen.join('; ')})` : ''}. ${capital(todo)}.`
  return capital(sentence)
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
