/** What the house's own people may be; a person may be several. */
export const STAFF_ROLES = ['operator', 'reviewer', 'adviser', 'editor', 'administrator', 'auditor'] as const

export type StaffRole = (typeof STAFF_ROLES)[number]

/** Who works with figures. Advisers come in once accounts are assigned to them. */
export const FIGURE_READERS = ['operator', 'reviewer', 'administrator', 'auditor'] as const satisfies StaffRole[]
