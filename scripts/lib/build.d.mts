export declare const SERVER_ENTRY: string
export declare function ensureBuilt(names: ('server' | 'portal')[], options?: { always?: boolean }): Promise<void>
