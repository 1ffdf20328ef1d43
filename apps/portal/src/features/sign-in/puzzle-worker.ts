/** Runs beside the page: looks for an answer whose hash begins with enough zero bits. */
import { findAnswer, type Puzzle } from './find-answer'

self.addEventListener('message', async ({ data }: MessageEvent<Puzzle>) => self.postMessage(await findAnswer(data)))
