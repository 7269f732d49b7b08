import { createHash } from 'node:crypto';

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The UUID that stands for a record's id, where a queue wants one: itself, or 122 bits of its SHA-256 as a version 8. */
export const uuidOf = (recordId: string): string => {
  if (uuid.test(recordId)) return recordId;
  const bytes = createHash('sha256').update(recordId).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};
