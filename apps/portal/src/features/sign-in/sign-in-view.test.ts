import { ApiProblem } from '@sma/ui/api/api-problem'
import { expect, it } from 'vitest'
import { challengeBody, codeDigits, idNumberProblem, phoneProblem, secondsLeft, waitOf } from './sign-in-view'

it('refuses what depends on no client', () => {
  expect(idNumberProblem('11010519491231002X')).toBeNull()
  expect(idNumberProblem('110105194912310021')).toBe('id-number-invalid')
  expect(idNumberProblem('')).toBe('id-number-invalid')
  expect(phoneProblem('138 0013 8000')).toBeNull()
  expect(phoneProblem('12345')).toBe('phone-invalid')
})

it('sends the normal forms', () => {
  expect(challengeBody(' 11010519491231002x', '+86 138-0013-8000')).toEqual({
    idNumber: '11010519491231002X',
    phone: '13800138000',
  })
})

it('takes a code however it was pasted', () => {
  expect(codeDigits(' 123 456 ')).toBe('123456')
  expect(codeDigits('１２３４５６')).toBe('123456')
  expect(codeDigits('12345')).toBeNull()
  expect(codeDigits('12345a')).toBeNull()
})

it('counts whole seconds down to nothing', () => {
  expect(secondsLeft(61_000, 1_000)).toBe(60)
  expect(secondsLeft(61_000, 60_001)).toBe(1)
  expect(secondsLeft(61_000, 90_000)).toBe(0)
})

it('waits as long as a refusal asks', () => {
  expect(waitOf(new ApiProblem({ code: 'too-many-requests', status: 429, retryAfterSeconds: 41 }))).toBe(41)
  expect(waitOf(new ApiProblem({ code: 'too-many-requests', status: 429 }))).toBe(60)
  expect(waitOf(new ApiProblem({ code: 'code-invalid', status: 401 }))).toBeNull()
  expect(waitOf(new Error('other'))).toBeNull()
})
