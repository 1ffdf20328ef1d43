export declare const SERVER_ENTRY: string
export declare function ensureBuilt(
  names: ('server' | 'portal' | 'console')[],
  options?: { always?: boolean },
): Promise<void>
