import { createUseRead } from '@sma/ui/api/use-read'
import { call } from './api'

export const useRead = createUseRead(call)
