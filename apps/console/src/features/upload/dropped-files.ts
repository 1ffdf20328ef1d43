/** The files in what was dropped: files as they are, folders with all that is in them. */
export async function droppedFiles(items: DataTransferItemList): Promise<File[]> {
  // Entries must be taken before the first wait: the list is emptied after the event. What comes out of another program, such as
  // an attachment of a letter, has none and is a file at once.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? item.getAsFile() ?? [])
  return (await Promise.all(entries.map((entry) => (entry instanceof File ? [entry] : filesIn(entry))))).flat()
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (isIgnored(entry.name)) return []
  if (isFile(entry)) return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))]
  if (!isFolder(entry)) return []
  const reader = entry.createReader()
  const inside: FileSystemEntry[] = []
  // A reader hands a folder over in parts, the last one empty.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (part.length === 0) break
    inside.push(...part)
  }
  inside.sort((a, b) => a.name.localeCompare(b.name, 'zh-CN', { numeric: true }))
  return (await Promise.all(inside.map(filesIn))).flat()
}

// Asked of the entry itself: Chromium has no constructors of these names to compare with.
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

/** What systems and office programs leave beside the files. */
export const isIgnored = (name: string): boolean => name.startsWith('.') || name.startsWith('~$')
