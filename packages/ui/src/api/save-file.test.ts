import { expect, it } from 'vitest'
import { fileNameOf } from './save-file'

it("takes a file's name from its reply", () => {
  const name = 'SA0001_持仓明细_2021-11-23.xlsx'
  expect(fileNameOf(`attachment; filename*=UTF-8''${encodeURIComponent(name)}`)).toBe(name)
  expect(fileNameOf("attachment; filename*=UTF-8''%E6%8C")).toBeNull()
  expect(fileNameOf('attachment')).toBeNull()
  expect(fileNameOf(null)).toBeNull()
})
