import { type Draft, draft, type Write, writeWithoutModel } from './draft.js';
import { gatherFacts } from './facts.js';
import { Tools } from './tools.js';
import { topicOf } from './topic.js';

/** Drafts an answer to what a merchant asks, from what Partner Sync says of this merchant alone. */
export async function answer(
  question: string,
  {
    url,
    token,
    write = writeWithoutModel,
  }: { readonly url: URL; readonly token: () => Promise<string>; readonly write?: Write },
): Promise<Draft> {
  const topic = topicOf(question);
  if (topic === null) return { kind: 'hand over', why: 'The question is about something else.' };
  const tools = await Tools.connect(url, token);
  try {
    return await draft(question, await gatherFacts(tools, topic), write);
  } finally {
    await tools.close();
  }
}
