/** Where LangGraph keeps its checkpoints. */
export const MEMORY_SCHEMA = 'memory';
/** Where the queue keeps its jobs when there is no Redis. */
export const QUEUE_SCHEMA = 'bullmq';
