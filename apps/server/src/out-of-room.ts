const CODES = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'ER_DISK_FULL', 'ER_RECORD_FILE_FULL'])

/** Whether something failed because the disk of the data folder, or the database's, is full. */
export const isOutOfRoom = (error: unknown): boolean => CODES.has((error as { code?: string }).code ?? '')
