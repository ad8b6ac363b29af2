import { Line } from '../message/text-rules.js';

export class UploadDto {
  /** What the file is called; its ending tells Office files and texts apart. */
  @Line(240)
  filename: string;
}
