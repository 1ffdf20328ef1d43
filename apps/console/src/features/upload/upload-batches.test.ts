import { expect, it } from 'vitest'
import { fileProgress, MAX_BATCH_FILES, uploadBatches } from './upload-batches'

const MB = 1024 * 1024

it('sends together what fits, in its order', () => {
  const sizes = [100, 40, 20, 100].map((size) => ({ size: size * MB }))
  expect(uploadBatches(sizes).map((batch) => batch.map(({ size }) => size / MB))).toEqual([
    [100, 40],
    [20, 100],
  ])
  const many = Array.from({ length: MAX_BATCH_FILES * 2 + 1 }, () => ({ size: 1 }))
  expect(uploadBatches(many).map((batch) => batch.length)).toEqual([MAX_BATCH_FILES, MAX_BATCH_FILES, 1])
  expect(uploadBatches([])).toEqual([])
})

it('tells each file’s part from the whole request’s', () => {
  expect(fileProgress([100, 300], 0, 440)).toEqual([0, 0])
  expect(fileProgress([100, 300], 220, 440)).toEqual([1, 1 / 3])
  expect(fileProgress([100, 0, 300], 440, 440)).toEqual([1, 1, 1])
  expect(fileProgress([0], 0, 0)).toEqual([1])
})
