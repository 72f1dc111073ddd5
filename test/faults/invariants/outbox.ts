/** A message of ours, as stored. */
export interface StoredMessage {
  readonly id: string;
  readonly type: string;
  /** Of the shop it tells of; null where it tells of the connection. */
  readonly domain: string | null;
  readonly state: string;
  /** Whether the directory still has it as due. */
  readonly isDue: boolean;
  /** Written a moment ago: it may wait. */
  readonly isNew: boolean;
}

/** What reached the receiver. */
export interface ReceivedMessage {
  readonly id: string;
  readonly body: string;
  /** The receiver answered that it has it. */
  readonly isTaken: boolean;
}

/**
 * Exactly once for the receiver: each fact under one id, whatever was sent again; taken, once it counts as delivered; and
 * none that is not stored.
 * @param lost shops whose uninstall was news, by domain
 */
export function judgeOutbox(
  lost: readonly string[],
  stored: readonly StoredMessage[],
  received: readonly ReceivedMessage[],
): string[] {
  const found: string[] = [];
  const known = new Set(stored.map(({ id }) => id));
  const taken = new Set(received.filter(({ isTaken }) => isTaken).map(({ id }) => id));
  for (const domain of lost) {
    const told = new Set(received.filter(({ body }) => body.includes(`"${domain}"`)).map(({ id }) => id));
    if (told.size !== 1) found.push(`the receiver was told of ${domain} under ${told.size} ids`);
    const kept = stored.filter((message) => message.domain === domain);
    if (kept.length !== 1) found.push(`${kept.length} messages on ${domain} are stored`);
  }
  for (const { id, type, state, isDue, isNew } of stored) {
    if (state === 'delivered' && !taken.has(id)) found.push(`${type} ${id} counts as delivered, and was not taken`);
    if (state === 'pending' && !isNew) found.push(`${type} ${id} still waits`);
    if (isDue && state !== 'pending') found.push(`${type} ${id} is ${state}, and still due`);
  }
  const strange = [...new Set(received.map(({ id }) => id))].filter((id) => !known.has(id));
  for (const id of strange) found.push(`the receiver was sent ${id}, which is not stored`);
  return found;
}
