/** Whether the assistant's answers go out by themselves, or wait for a person. */
export type AssistantMode = 'auto' | 'draft';
