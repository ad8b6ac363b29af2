import { eventually, type TestSystem } from './system.js';

export interface MediaRow {
  id: string;
  state: 'waiting' | 'stored' | 'failed';
  reason: string | null;
  mime_type: string | null;
  size: number | null;
  attempts: number;
  due_at: Date;
}

/** The newest file in the customer's conversation. */
export async function fileOf(system: TestSystem, phone: string): Promise<MediaRow | undefined> {
  const [row] = await system.rows<MediaRow>(
    `select f.* from media f join message m on m.id = f.message_id join conversation c on c.id = m.conversation_id
      where c.phone = $1 order by m.seq desc limit 1`,
    [phone],
  );
  return row;
}

/** … when it is stored or given up. */
export async function settledFileOf(system: TestSystem, phone: string, limitMs = 10_000): Promise<MediaRow> {
  let file: MediaRow | undefined;
  const isSettled = async (): Promise<boolean> => {
    file = await fileOf(system, phone);
    return file !== undefined && file.state !== 'waiting';
  };
  await eventually(`the file of ${phone} is stored or given up`, isSettled, limitMs);
  return file as MediaRow;
}
