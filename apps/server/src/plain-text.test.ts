import { expect, it } from 'vitest'
import { plainText } from './plain-text'

it.each([
  ['A &amp; B', 'A & B'],
  ['<p>一</p><p>二<br>三</p>', '一 二 三'],
  ['<b>粗</b>体', '粗体'],
  ['<script>alert(1)</script>文<style>p{}</style>', '文'],
  ['<img src=x onerror=alert(1)>图', '图'],
  ['&lt;b&gt; 1 &lt; 2', '<b> 1 < 2'],
  ['a < b', 'a < b'],
  ['  多\n\t行\u0000 ', '多 行'],
  ['', ''],
])('%j is %j', (html, text) => {
  expect(plainText(html, 100)).toBe(text)
})

it('is cut between characters, with a sign that it goes on', () => {
  expect(plainText('一二三四五', 5)).toBe('一二三四五')
  expect(plainText('一二三四五六', 5)).toBe('一二三四…')
  expect(plainText('😀😀😀', 2)).toBe('😀…')
})
