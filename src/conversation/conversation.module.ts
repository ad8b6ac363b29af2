import { Module } from '@nestjs/common';
import { BullModule } from '@nestjs/bullmq';
import { AiModule } from '../ai/ai.module.js';
import { WhatsAppClient } from '../infra/clients/whatsapp/whatsapp.client.js';
import { WhatsAppMediaClient } from '../infra/clients/whatsapp/media/media.client.js';
import { WhatsAppUploadClient } from '../infra/clients/whatsapp/media/upload.client.js';
import { WhatsAppTemplatesClient } from '../infra/clients/whatsapp/templates/templates.client.js';
import { Statistics } from '../infra/statistics.js';
import { BufferRepository } from './buffer/buffer.repository.js';
import { BufferService } from './buffer/buffer.service.js';
import { DefaultQueueProcessor } from './default-queue.processor.js';
import { DraftRepository } from './drafts/draft.repository.js';
import { Drafts } from './drafts/drafts.service.js';
import { ElsewhereRepository } from './elsewhere/elsewhere.repository.js';
import { ElsewhereService } from './elsewhere/elsewhere.service.js';
import { ConversationJoin } from './identity/conversation-join.js';
import { IdentityRepository } from './identity/identity.repository.js';
import { IdentityService } from './identity/identity.service.js';
import { JoinRepository } from './identity/join.repository.js';
import { ChangeRepository } from './intake/change.repository.js';
import { CustomerRepository } from './intake/customer.repository.js';
import { DedupCache } from './intake/dedup-cache.js';
import { DeliveryStore } from './intake/delivery-store.js';
import { Intake } from './intake/intake.js';
import { IntakeRepository } from './intake/intake.repository.js';
import { IntakeService } from './intake/intake.service.js';
import { Placement } from './intake/placement.js';
import { MediaArrival } from './media/media-arrival.js';
import { MediaFetchService } from './media/media-fetch.service.js';
import { MediaFiles } from './media/media-files.service.js';
import { MediaRepository } from './media/media.repository.js';
import { MemoryClaimRepository } from './memory/memory-claim.repository.js';
import { MediaUploads } from './media/upload/media-uploads.js';
import { UploadRepository } from './media/upload/upload.repository.js';
import { MemoryRebuild } from './memory/memory-rebuild.service.js';
import { MemoryService } from './memory/memory.service.js';
import { Summarizer } from './memory/summarizer.js';
import { SummaryRepository } from './memory/summary.repository.js';
import { SummaryService } from './memory/summary.service.js';
import { OperatorMessageRepository } from './operator-message/operator-message.repository.js';
import { OperatorMessageService } from './operator-message/operator-message.service.js';
import { OptOutRepository } from './opt-out/opt-out.repository.js';
import { OptOutService } from './opt-out/opt-out.service.js';
import { OutageRepository } from './outage/outage.repository.js';
import { OutageService } from './outage/outage.service.js';
import { ClaimRepository } from './outbox/claim.repository.js';
import { OutboxRepository } from './outbox/outbox.repository.js';
import { OutboxService } from './outbox/outbox.service.js';
import { OutcomeRepository } from './outbox/outcome.repository.js';
import { OutcomeService } from './outbox/outcome.service.js';
import { Undelivered } from './outbox/undelivered.service.js';
import { OwnerRepository } from './owner/owner.repository.js';
import { OwnerService } from './owner/owner.service.js';
import { ConversationListRepository } from './listing/conversation-list.repository.js';
import { ConversationList } from './listing/conversation-list.service.js';
import { EventListRepository } from './listing/event-list.repository.js';
import { EventList } from './listing/event-list.service.js';
import { ProfileRepository } from './profile/profile.repository.js';
import { Profile } from './profile/profile.service.js';
import { SendingRepository } from './sending/sending.repository.js';
import { Sending } from './sending/sending.service.js';
import { StateQueueProcessor } from './state-queue.processor.js';
import { ConversationStatistics } from './statistics.js';
import { StatusRepository } from './status/status.repository.js';
import { StatusService } from './status/status.service.js';
import { OverdueSends } from './sweep/overdue-sends.js';
import { SweepRepository } from './sweep/sweep.repository.js';
import { SweepService } from './sweep/sweep.service.js';
import { TemplateBook } from './templates/template-book.js';
import { ApprovalRepository } from './tool-calls/approval.repository.js';
import { Approvals } from './tool-calls/approvals.service.js';
import { ToolCallRepository } from './tool-calls/tool-call.repository.js';
import { TranscriptRepository } from './transcript/transcript.repository.js';
import { BreakdownRepository } from './turn/breakdown.repository.js';
import { SpendingRepository } from './turn/spending.repository.js';
import { TurnCommit } from './turn/turn-commit.js';
import { TurnRepository } from './turn/turn.repository.js';
import { TurnService } from './turn/turn.service.js';
import { TypingIndicator } from './turn/typing-indicator.js';
import { RecordingRepository } from './voice/recording.repository.js';
import { VoiceService } from './voice/voice.service.js';
import { WakeUps } from './wake-ups.js';
import { Workers } from './workers.js';

const REPOSITORIES = [
  ApprovalRepository,
  BreakdownRepository,
  BufferRepository,
  ChangeRepository,
  ClaimRepository,
  ConversationListRepository,
  CustomerRepository,
  DraftRepository,
  ElsewhereRepository,
  EventListRepository,
  IdentityRepository,
  IntakeRepository,
  JoinRepository,
  MediaRepository,
  OperatorMessageRepository,
  OptOutRepository,
  MemoryClaimRepository,
  OutageRepository,
  OutboxRepository,
  OutcomeRepository,
  OwnerRepository,
  ProfileRepository,
  RecordingRepository,
  SendingRepository,
  SpendingRepository,
  StatusRepository,
  SummaryRepository,
  SweepRepository,
  ToolCallRepository,
  TranscriptRepository,
  TurnRepository,
  UploadRepository,
];

const VERBS = [
  Approvals,
  BufferService,
  ConversationJoin,
  ConversationList,
  DeliveryStore,
  Drafts,
  ElsewhereService,
  EventList,
  IdentityService,
  MediaArrival,
  MediaFetchService,
  MediaFiles,
  MediaUploads,
  MemoryRebuild,
  MemoryService,
  OperatorMessageService,
  OptOutService,
  OutageService,
  OutboxService,
  OutcomeService,
  OverdueSends,
  OwnerService,
  Placement,
  Profile,
  Sending,
  StatusService,
  Summarizer,
  SummaryService,
  SweepService,
  TemplateBook,
  TurnCommit,
  TurnService,
  TypingIndicator,
  Undelivered,
  VoiceService,
  WakeUps,
];

/** The core: who said what, and whose turn it is. What it exports is all that other features may use. */
@Module({
  imports: [AiModule, BullModule.registerQueue()],
  providers: [
    ...REPOSITORIES,
    ...VERBS,
    { provide: Intake, useClass: IntakeService },
    { provide: Statistics, useClass: ConversationStatistics },
    DedupCache,
    WhatsAppClient,
    WhatsAppMediaClient,
    WhatsAppTemplatesClient,
    WhatsAppUploadClient,
    DefaultQueueProcessor,
    StateQueueProcessor,
    Workers,
  ],
  exports: [
    Approvals,
    Drafts,
    Intake,
    OwnerService,
    OperatorMessageService,
    ConversationList,
    EventList,
    MediaFiles,
    MediaUploads,
    MemoryRebuild,
    Profile,
    Sending,
    Statistics,
    TemplateBook,
    Workers,
  ],
})
export class ConversationModule {}
