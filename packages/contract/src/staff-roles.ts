/** What the house's own people may be; a person may be several. */
export const STAFF_ROLES = ['operator', 'reviewer', 'adviser', 'editor', 'administrator', 'auditor'] as const

export type StaffRole = (typeof STAFF_ROLES)[number]

/** Who works with figures. */
export const FIGURE_READERS = ['operator', 'reviewer', 'administrator', 'auditor'] as const satisfies StaffRole[]

/** Who says what funds are, and what they were worth. */
export const FUND_KEEPERS = ['operator', 'administrator'] as const satisfies StaffRole[]

/** Who may look at an account as its client sees it; advisers at those assigned to them. */
export const ACCOUNT_READERS = [...FIGURE_READERS, 'adviser'] as const satisfies StaffRole[]

/** Who adds accounts and changes their master data. */
export const ACCOUNT_KEEPERS = ['operator', 'administrator'] as const satisfies StaffRole[]

/** Who may look at the portal as a client. */
export const CLIENT_VIEWERS = ['reviewer', 'adviser'] as const satisfies StaffRole[]

/** Who may see a client's ID number and phone whole, with a reason; advisers those of assigned accounts. */
export const CLIENT_KEEPERS = ['operator', 'adviser', 'administrator'] as const satisfies StaffRole[]

/** Who adds clients, and says who owns which account. */
export const CLIENT_EDITORS = ['operator', 'administrator'] as const satisfies StaffRole[]

/** Who writes what clients are given to read. */
export const CONTENT_EDITORS = ['editor', 'administrator'] as const satisfies StaffRole[]

/** Who looks at it, and at who has opened it. */
export const CONTENT_READERS = [...CONTENT_EDITORS, 'auditor'] as const satisfies StaffRole[]

/** Who decides what one person may not do alone. */
export const DECIDERS = ['operator', 'reviewer', 'administrator'] as const satisfies StaffRole[]

/** Who answers clients' messages; advisers those of assigned accounts. */
export const ANSWERERS = ['adviser', 'administrator'] as const satisfies StaffRole[]

/** Who decides where news comes from. */
export const FEED_KEEPERS = ['editor', 'administrator'] as const satisfies StaffRole[]

/** Who looks at how the feeds of news fare. */
export const FEED_READERS = [...FEED_KEEPERS, 'auditor'] as const satisfies StaffRole[]

/** Who may open a received file. */
export const FILE_READERS = ['operator', 'reviewer', 'auditor'] as const satisfies StaffRole[]

/** Who looks at what is due to clients: those who work with figures, and those who write reports. */
export const DISCLOSURE_READERS = [...FIGURE_READERS, 'editor'] as const satisfies StaffRole[]

/** Who enters material events and what was disclosed elsewhere. */
export const DISCLOSURE_KEEPERS = ['operator', 'editor', 'administrator'] as const satisfies StaffRole[]
