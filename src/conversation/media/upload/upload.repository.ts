import { Injectable } from '@nestjs/common';
import { Database } from '../../../infra/database/database.js';

export interface Upload {
  id: string;
  operatorId: string;
  filename: string;
  mimeType: string;
  /** In bytes. */
  size: number;
  platformId: string;
}

/** … and whether the platform may have forgotten its copy. */
export type StoredUpload = Upload & { isOld: boolean };

/** The platform keeps a copy for 30 days; a message may wait a while before it goes out. */
const KEPT_FOR = `interval '29 days'`;

/** Files that operators have handed in. */
@Injectable()
export class UploadRepository {
  constructor(private readonly db: Database) {}

  async insert({ id, operatorId, filename, mimeType, size, platformId }: Upload): Promise<void> {
    await this.db.query(
      `insert into media (id, state, operator_id, filename, mime_type, size, platform_id, uploaded_at, due_at, settled_at)
       values ($1, 'stored', $2, $3, $4, $5, $6, now(), now(), now())`,
      [id, operatorId, filename, mimeType, size, platformId],
    );
  }

  async find(id: string): Promise<StoredUpload | null> {
    const [upload] = await this.db.query<StoredUpload>(
      `select id, operator_id as "operatorId", filename, mime_type as "mimeType", size, platform_id as "platformId",
              uploaded_at < now() - ${KEPT_FOR} as "isOld"
         from media where id = $1 and platform_id is not null`,
      [id],
    );
    return upload ?? null;
  }

  /** The platform has a new copy. */
  async renew(id: string, platformId: string): Promise<void> {
    await this.db.query(`update media set platform_id = $2, uploaded_at = now() where id = $1`, [id, platformId]);
  }
}
