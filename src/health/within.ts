/** Longest wait for each part, in milliseconds: a probe must not hang with what it probes. */
export const LIMIT_MS = 2_000;

/** What `work` comes to, or `otherwise` where it fails or takes longer than a probe waits. */
export const within = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<T>((resolve) => (timer = setTimeout(() => resolve(otherwise), LIMIT_MS)));
  return Promise.race([work.catch(() => otherwise), limit]).finally(() => clearTimeout(timer));
};
