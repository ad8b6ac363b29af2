import type { Answer, TestSystem } from './system.js';

/** The settings with which `anna` and `ben` may use the API. */
export const TWO_OPERATORS = { OPERATOR_API_KEYS: 'anna:key-of-anna, ben:key-of-ben' };

/** One operator's calls. */
export interface Operator {
  get(path: string): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  post(path: string, body?: object, headers?: Record<string, string>): Promise<Answer>;
}

export const operator = (system: TestSystem, name: 'anna' | 'ben'): Operator => {
  const authorization = { authorization: `Bearer key-of-${name}` };
  return {
    get: (path) => system.call('GET', `/api/v1/${path}`, undefined, authorization),
    delete: (path) => system.call('DELETE', `/api/v1/${path}`, undefined, authorization),
    post: (path, body, headers) => system.call('POST', `/api/v1/${path}`, body, { ...authorization, ...headers }),
  };
};
