import { Controller, HttpCode, Post, Query, Req, UseGuards } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { MediaUploads, type UploadedFile } from '../../conversation/media/upload/media-uploads.js';
import { OperatorGuard, type OperatorRequest } from '../operator.guard.js';
import { UploadDto } from './upload.dto.js';

/** Files that operators are going to send. */
@Controller('api/v1/media')
@UseGuards(OperatorGuard)
export class UploadsController {
  constructor(private readonly uploads: MediaUploads) {}

  /** The body is the file; it stays readable after a refusal, so that the sender gets to read that. */
  @Post()
  @HttpCode(201)
  @RouteConfig({ streamedBody: true })
  upload(@Req() { raw, operatorId }: OperatorRequest, @Query() { filename }: UploadDto): Promise<UploadedFile> {
    return this.uploads.take(raw.iterator({ destroyOnReturn: false }), filename, operatorId);
  }
}
